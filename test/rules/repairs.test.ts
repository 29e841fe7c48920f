import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.js';
import type { Finding, Rewrite } from '../../src/core/finding.js';
import { newestPostgresVersion } from '../../src/core/postgres-version.js';
import type { Rule } from '../../src/core/rule.js';
import { judge } from '../../src/engine/judge.js';
import { Replay } from '../../src/history/replay.js';
import { loadSqlParser, readSql } from '../../src/readers/sql/index.js';
import { fixturesOf } from './fixture.js';
import type { Fixture } from './fixture.js';

beforeAll(loadSqlParser);

/** Every rewrite that a bad fixture is offered: applied, the text still parses and the rule no longer finds the place. */
describe.each(rules.filter((rule) => 'repair' in rule).map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  const cases = writtenInSql(rule).map((fixture) => [fixture.name, fixture] as const);

  it.each(cases)('%s: what it offers mends it', (_, fixture) => {
    for (const { finding, name } of findingsOf(rule, fixture, new Map())) {
      if (finding.rewrite === undefined) continue;
      const mended = new Map([[name, applied(textOf(fixture, name), finding.rewrite)]]);
      const before = findingsOf(rule, fixture, new Map()).filter((each) => each.name === name).length;
      const after = findingsOf(rule, fixture, mended).filter((each) => each.name === name).length;
      expect(after, `${finding.messageId} after: ${mended.get(name) ?? ''}`).toBe(before - 1);
    }
  });

  it('offers at least one', () => {
    const all = writtenInSql(rule).flatMap((fixture) => findingsOf(rule, fixture, new Map()));
    expect(all.some(({ finding }) => finding.rewrite !== undefined)).toBe(true);
  });
});

/** Edits inside a file are of its own language: those there are, are of SQL. */
function writtenInSql(rule: Rule): readonly Fixture[] {
  return fixturesOf(rule.id, 'bad').filter(({ files }) => files.every(({ name }) => name.endsWith('.sql')));
}

interface Found {
  readonly finding: Finding;
  readonly name: string;
}

function findingsOf(rule: Rule, fixture: Fixture, texts: ReadonlyMap<string, string>): readonly Found[] {
  const defaults = Object.fromEntries(Object.entries(rule.options).map(([name, option]) => [name, option.default]));
  const replay = new Replay();
  return fixture.files.flatMap(({ name, text, judged }) => {
    const migration = readSql({ path: name, text: texts.get(name) ?? text }, { transaction: fixture.transaction });
    expect(migration.problems, 'it parses').toEqual([]);
    const { findings } = judge(migration, replay, {
      postgres: fixture.postgres ?? newestPostgresVersion,
      rules: [{ rule, severity: undefined, options: { ...defaults, ...fixture.options } }],
      knownRules: new Set([rule.id]),
      unusedSuppressions: 'off',
      requireReason: false,
    });
    return judged ? findings.map((finding) => ({ finding, name })) : [];
  });
}

function textOf(fixture: Fixture, name: string): string {
  return fixture.files.find((file) => file.name === name)?.text ?? '';
}

function applied(text: string, { edits }: Rewrite): string {
  // From the end, so that the places of the earlier edits stay right.
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce(
      (result, { span, text: inserted }) => result.slice(0, span.start) + inserted + result.slice(span.end),
      text,
    );
}
