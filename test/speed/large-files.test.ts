import { expect, test } from 'vitest';
import { lintJson, project } from '../cli/command-line.js';

/** Files in which anything that takes time in the square of the statements takes minutes. */
const large: readonly (readonly [string, (at: number) => string, number])[] = [
  ['columns of one table, more than it can have', (at) => `ALTER TABLE users ADD COLUMN c${at} int;`, 50_000],
  [
    'indexes that are broken now and then',
    (at) => (at % 5 === 4 ? 'CREATE INDEX (;' : `CREATE INDEX i${at} ON t (a);`),
    40_000,
  ],
  ['suppressions', (at) => `-- lockstep-disable-next-line -- small\nCREATE INDEX i${at} ON t (a);`, 50_000],
];

test.each(large)(
  '50,000 statements: %s',
  async (_, statement, operations) => {
    const cwd = project({ 'm/1.sql': Array.from({ length: 50_000 }, (__, at) => statement(at)).join('\n') });
    const start = performance.now();
    const { summary } = await lintJson(['m'], { cwd });
    expect(summary.operations).toBe(operations);
    expect(performance.now() - start).toBeLessThan(45_000);
  },
  60_000,
);
