import { expect, test } from 'vitest';
import { compareMigrationIds } from '../../src/runners/order.js';
import { fileNames } from '../../src/project/file-names.js';

const labels = ['expand', 'backfill', 'contract'].map((label) => ({ label, isScript: false }));

test.each<[original: string, newest: string, second: string, third: string]>([
  ['m/0007_email.sql', 'm/0007_email.sql', 'm/0008_email_backfill.sql', 'm/0009_email_contract.sql'],
  ['m/0007_email.sql', 'm/0010_later.sql', 'm/0011_email_backfill.sql', 'm/0012_email_contract.sql'],
  ['9_a.up.sql', '9_a.up.sql', '10_a_backfill.up.sql', '11_a_contract.up.sql'],
  ['m/V7__email.sql', 'm/V7__email.sql', 'm/V8__email_backfill.sql', 'm/V9__email_contract.sql'],
  ['m/V1.9__email.sql', 'm/V1.9__email.sql', 'm/V1.10__email_backfill.sql', 'm/V1.11__email_contract.sql'],
  ['m/V1_9__email.sql', 'm/V1_12__last.sql', 'm/V1_13__email_backfill.sql', 'm/V1_14__email_contract.sql'],
  [
    'm/20240131235959_email.sql',
    'm/20240131235959_email.sql',
    'm/20240201000000_email_backfill.sql',
    'm/20240201000001_email_contract.sql',
  ],
  [
    'prisma/20240131120000_email/migration.sql',
    'prisma/20240131120000_email/migration.sql',
    'prisma/20240131120001_email_backfill/migration.sql',
    'prisma/20240131120002_email_contract/migration.sql',
  ],
  [
    'd/2024-01-31-120000_email/up.sql',
    'd/2024-01-31-120000_email/up.sql',
    'd/2024-01-31-120001_email_backfill/up.sql',
    'd/2024-01-31-120002_email_contract/up.sql',
  ],
  [
    'm/1706702400123-email.sql',
    'm/1706702400123-email.sql',
    'm/1706702400124-email_backfill.sql',
    'm/1706702400125-email_contract.sql',
  ],
])('%s after %s', (original, newest, second, third) => {
  expect(fileNames(original, newest, labels)).toEqual([original, second, third]);
});

test('what has no number is numbered behind its name', () => {
  const names = fileNames('m/email.sql', 'm/email.sql', labels);
  expect(names).toEqual(['m/email.sql', 'm/email_2_backfill.sql', 'm/email_3_contract.sql']);
});

test('a script takes no number and is no migration', () => {
  const names = fileNames('m/0007_email.sql', 'm/0007_email.sql', [
    { label: 'expand', isScript: false },
    { label: 'backfill', isScript: true },
    { label: 'contract', isScript: false },
  ]);
  expect(names).toEqual(['m/0007_email.sql', 'm/0007_email_backfill.psql', 'm/0008_email_contract.sql']);
});

test.each(['m/0099_a.sql', 'm/999_a.sql', 'm/20231231235958_a.sql', 'm/V1.2.9__a.sql', 'm/a.sql', 'm/7-a.sql'])(
  '%s: the runner takes the files in the order of the plan',
  (original) => {
    const many = Array.from({ length: 12 }, (_, place) => ({ label: `step${place}`, isScript: false }));
    const ids = fileNames(original, original, many).map((name) => name.replace(/^m\/|\.sql$/g, ''));
    expect([...ids].sort(compareMigrationIds)).toEqual(ids);
  },
);
