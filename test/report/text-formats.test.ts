import { describe, expect, test } from 'vitest';
import { compact } from '../../src/report/compact.js';
import { github } from '../../src/report/github.js';
import { markdown } from '../../src/report/markdown.js';
import { pretty } from '../../src/report/pretty.js';
import { clean, plain, sample } from './sample.js';

describe('compact', () => {
  test('is one line per finding that compilers could have written, and a line that counts', () => {
    const lines = compact(sample, plain).trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    const parsed = /^(.+):(\d+):(\d+): (error|warning): (.*) \[(.+)\]$/.exec(lines[1] ?? '')?.slice(1);
    expect(parsed).toEqual([
      'db/0002 index.sql',
      '2',
      '1',
      'error',
      sample.findings[1]?.message,
      'require-concurrent-index',
    ]);
    expect(lines[2]).toBe('lockstep: 1 error and 1 warning; 3 files, 7 operations (1 not understood), 2 suppressed');
  });

  test('counts columns in UTF-16 units', () => {
    expect(compact(sample, plain)).toContain('db/0002 index.sql:4:44: warning');
  });
});

describe('github', () => {
  test('puts errors first and escapes what would end a property or the command', () => {
    const [first = '', second = '', last] = github(sample, plain).trimEnd().split('\n');
    expect(first).toBe(
      '::error file=db/0002 index.sql,line=2,endLine=3,title=require-concurrent-index::' +
        'Creating users_email_idx blocks writes to users & <others>: 100%25, at once.%0AEvery write waits.%0A' +
        'Build it with `CREATE INDEX CONCURRENTLY`.',
    );
    expect(second).toContain('line=4,endLine=4,col=44,endColumn=56,title=drop-column::');
    expect(last).toContain('1 error and 1 warning');
  });

  test('says how many annotations GitHub will not show', () => {
    const many = { ...sample, summary: { ...sample.summary, errors: 25 } };
    expect(github(many, plain)).toContain('GitHub does not show 15 annotations');
  });
});

describe('markdown', () => {
  test('keeps HTML and names as text and code in a fence', () => {
    const text = markdown(sample, plain);
    expect(text).toContain('users\\_email\\_idx blocks writes to users & \\<others\\>');
    expect(text).toContain('```sql\nCREATE INDEX users_email_idx\n  ON users (email)\n```');
    expect(text.indexOf('require-concurrent-index')).toBeLessThan(text.indexOf('drop-column'));
  });

  test('stays below the limit of a comment and counts what is left out', () => {
    const many = { ...sample, findings: Array.from({ length: 2000 }, () => sample.findings).flat() };
    const text = markdown(many, plain);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/_\d+ more findings did not fit into this comment\._/);
  });
});

describe('pretty', () => {
  test('fits into the width', () => {
    for (const width of [60, 80]) {
      for (const line of pretty(sample, { ...plain, width }).split('\n'))
        expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  test('shows what a rewrite makes of its lines', () => {
    expect(pretty(sample, plain)).toContain('            + CREATE INDEX CONCURRENTLY users_email_idx\n');
  });

  test('has colours only when they are wanted, and never those of the migration', () => {
    expect(pretty(sample, plain)).not.toContain('\u001b');
    const colored = pretty(sample, { ...plain, colors: true });
    expect(colored).toContain('\u001b[31m');
    expect(colored).toContain('␛[31m');
  });

  test('says so when nothing was found, and how much was looked at', () => {
    expect(pretty(clean, plain)).toBe('✓ No hazards found\n  3 files, 7 operations\n');
  });

  test('does not choke on a line of five megabytes', () => {
    const text = `SELECT '${'x'.repeat(5_000_000)}'; DROP TABLE t;`;
    const path = 'long.sql';
    const [finding] = sample.findings;
    const findings =
      finding === undefined ? [] : [{ ...finding, path, span: { start: text.length - 13, end: text.length - 1 } }];
    const printed = pretty({ ...sample, findings, sources: new Map([[path, { path, text }]]) }, plain);
    expect(printed.length).toBeLessThan(2_000);
    expect(printed).toContain('DROP TABLE t');
  });
});
