import type { Finding } from '../../src/core/finding.js';
import type { Report } from '../../src/core/report.js';
import type { ReportContext } from '../../src/report/context.js';

const text = `SET lock_timeout = '2s';
CREATE INDEX users_email_idx
  ON users (email);
ALTER TABLE "Größe" DROP COLUMN "größe\u{1F600}"; DROP TABLE t;
`;

/** The span of a part of the sample migration. */
function spanOf(part: string): { readonly start: number; readonly end: number } {
  const start = text.indexOf(part);
  return { start, end: start + part.length };
}

const index: Finding = {
  rule: 'require-concurrent-index',
  messageId: 'blocksWrites',
  data: {},
  family: 'locking',
  severity: 'error',
  path: 'db/0002 index.sql',
  span: spanOf('CREATE INDEX users_email_idx\n  ON users (email)'),
  message: 'Creating users_email_idx blocks writes to users & <others>: 100%, at once.',
  why: 'Every write waits.',
  instead: 'Build it with `CREATE INDEX CONCURRENTLY`.',
  effects: [
    { kind: 'locks', relation: 'public.users', mode: 'SHARE', held: 'index-build' },
    { kind: 'scans', relation: 'public.users' },
  ],
  rewrite: {
    title: 'Build the index concurrently',
    applicability: 'unsafe',
    edits: [
      {
        span: { start: text.indexOf(' users_email_idx'), end: text.indexOf(' users_email_idx') },
        text: ' CONCURRENTLY',
      },
    ],
  },
  operation: 'create-index',
  fingerprint: 'f00d000000000001',
};

const drop: Finding = {
  rule: 'drop-column',
  messageId: 'losesColumn',
  data: {},
  family: 'data-loss',
  severity: 'warning',
  path: 'db/0002 index.sql',
  span: spanOf('DROP TABLE t'),
  message: 'Dropping t deletes its rows.\u001b[31m',
  why: 'Only a backup brings them back.',
  instead: 'Rename it first.',
  effects: [{ kind: 'loses', what: 'table', object: 'public.t', how: 'all' }],
  fingerprint: 'f00d000000000002',
};

/** A report with an error of two lines and a warning behind text that bytes and characters count differently. */
export const sample: Report = {
  version: '1.2.3',
  summary: {
    files: 3,
    migrations: 3,
    operations: 7,
    notUnderstood: 1,
    errors: 1,
    warnings: 1,
    suppressed: 2,
    baselined: 0,
  },
  findings: [drop, index],
  sources: new Map([['db/0002 index.sql', { path: 'db/0002 index.sql', text }]]),
  rules: [
    { id: 'drop-column', family: 'data-loss', severity: 'error', summary: 'Dropping a column.' },
    { id: 'require-concurrent-index', family: 'locking', severity: 'error', summary: 'An index that blocks.' },
  ],
  failures: [],
};

/** A report of a run that found nothing. */
export const clean: Report = {
  ...sample,
  summary: { ...sample.summary, notUnderstood: 0, errors: 0, warnings: 0, suppressed: 0 },
  findings: [],
  sources: new Map(),
};

export const plain: ReportContext = { colors: false, width: 80, prefix: '', page: ({ id }) => `# ${id}\n` };
