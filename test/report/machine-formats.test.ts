import { describe, expect, test } from 'vitest';
import { gitlab } from '../../src/report/gitlab.js';
import { json } from '../../src/report/json.js';
import { clean, plain, sample } from './sample.js';

describe('json', () => {
  test('has the shape that scripts rely on', () => {
    const report = JSON.parse(json(sample, plain)) as { findings: unknown[] };
    expect(report).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'lockstep', version: '1.2.3' },
      summary: sample.summary,
    });
    expect(Object.keys(report)).toEqual(['schemaVersion', 'tool', 'summary', 'findings']);
    expect(report.findings[1]).toEqual({
      rule: 'require-concurrent-index',
      messageId: 'blocksWrites',
      family: 'locking',
      severity: 'error',
      file: 'db/0002 index.sql',
      line: 2,
      column: 1,
      endLine: 3,
      endColumn: 19,
      message: sample.findings[1]?.message,
      why: 'Every write waits.',
      instead: 'Build it with `CREATE INDEX CONCURRENTLY`.',
      effects: [
        {
          kind: 'locks',
          relation: 'public.users',
          mode: 'SHARE',
          held: 'index-build',
          blocks: ['INSERT', 'UPDATE', 'DELETE'],
        },
        { kind: 'scans', relation: 'public.users' },
      ],
      rewrite: {
        title: 'Build the index concurrently',
        applicability: 'unsafe',
        edits: [{ line: 2, column: 13, endLine: 2, endColumn: 13, text: ' CONCURRENTLY' }],
      },
      fingerprint: 'f00d000000000001',
    });
  });

  test('leaves out what a finding does not have', () => {
    const report = JSON.parse(json(sample, plain)) as { findings: object[] };
    expect(report.findings[0]).not.toHaveProperty('rewrite');
  });
});

describe('gitlab', () => {
  test('has the fields GitLab needs, and fingerprints that differ', () => {
    const issues = JSON.parse(gitlab(sample, plain)) as { fingerprint: string }[];
    expect(issues[1]).toMatchObject({
      check_name: 'require-concurrent-index',
      severity: 'critical',
      location: { path: 'db/0002 index.sql', lines: { begin: 2, end: 3 } },
    });
    expect(issues[0]).toMatchObject({ severity: 'minor' });
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  test('is an empty list when nothing was found', () => {
    expect(JSON.parse(gitlab(clean, plain))).toEqual([]);
  });
});
