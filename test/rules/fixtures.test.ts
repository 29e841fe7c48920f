import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.js';
import type { Finding } from '../../src/core/finding.js';
import { newestPostgresVersion } from '../../src/core/postgres-version.js';
import type { Rule } from '../../src/core/rule.js';
import { lineIndexOf } from '../../src/core/source.js';
import { judge } from '../../src/engine/judge.js';
import type { Settings } from '../../src/engine/settings.js';
import { Replay } from '../../src/history/replay.js';
import type { Config } from '../../src/project/configuration/config.js';
import { lintFiles } from '../../src/project/lint.js';
import { loadSqlParser, readSql } from '../../src/readers/sql/index.js';
import { fixturesOf } from './fixture.js';
import type { Expectation, Fixture } from './fixture.js';

beforeAll(loadSqlParser);

describe.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  const bad = fixturesOf(rule.id, 'bad');
  const good = fixturesOf(rule.id, 'good');

  it('has bad and good fixtures that reach every message', () => {
    expect(good.length, 'good fixtures').toBeGreaterThan(0);
    const reached = new Set(bad.flatMap(({ expected }) => expected.map(({ messageId }) => messageId)));
    expect([...reached].sort()).toEqual(Object.keys(rule.messages).sort());
  });

  it.each(bad.map((fixture) => [fixture.name, fixture] as const))('%s', async (_, fixture) => {
    expect(fixture.expected.length, 'expectations').toBeGreaterThan(0);
    expect(await placesOf(rule, fixture)).toEqual(sorted(fixture.expected));
  });

  it.each(good.map((fixture) => [fixture.name, fixture] as const))('%s', async (_, fixture) => {
    expect(await placesOf(rule, fixture)).toEqual([]);
  });
});

/** Runs one rule alone over a fixture and gives back where it found what. */
async function placesOf(rule: Rule, fixture: Fixture): Promise<Expectation[]> {
  if (fixture.directory !== undefined) return placesInProject(rule, fixture, fixture.directory, ['.']);
  if (fixture.files.some(({ name }) => name.endsWith('.py'))) return placesOnDisk(rule, fixture);
  const settings = settingsFor(rule, fixture);
  const replay = new Replay();
  return sorted(
    fixture.files.flatMap((file) => {
      const migration = readSql({ path: file.name, text: file.text }, { transaction: fixture.transaction });
      expect(migration.problems, 'the fixture parses').toEqual([]);
      const { findings } = judge(migration, replay, settings);
      if (!file.judged) return [];
      for (const finding of findings)
        expect(finding.message + finding.why + finding.instead).not.toMatch(/\{\{|undefined/);
      return findings.map((finding) => placeOf(finding, file.name, file.text));
    }),
  );
}

/** Migrations of a framework are judged as the project they belong to, which is written to the disk for it. */
async function placesOnDisk(rule: Rule, fixture: Fixture): Promise<Expectation[]> {
  const cwd = mkdtempSync(path.join(tmpdir(), 'fixture-'));
  try {
    for (const { name, text } of fixture.files) {
      const file = path.join(cwd, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      writeFileSync(path.join(path.dirname(file), '__init__.py'), '');
    }
    const judged = fixture.files.filter((file) => file.judged).map(({ name }) => name);
    return await placesInProject(rule, fixture, cwd, judged);
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** The whole program judges a project. */
async function placesInProject(
  rule: Rule,
  fixture: Fixture,
  cwd: string,
  paths: readonly string[],
): Promise<Expectation[]> {
  const config: Config = {
    rules: { [rule.id]: [rule.severity, fixture.options] },
    ...(fixture.postgres === undefined ? {} : { postgres: fixture.postgres }),
  };
  const { report } = await lintFiles({ paths, cwd, config }, [rule]);
  expect(report.failures).toEqual([]);
  expect(report.findings.filter(({ rule: found }) => found !== rule.id)).toEqual([]);
  for (const { message, why, instead } of report.findings) {
    expect(message + why + instead).not.toMatch(/\{\{|undefined/);
  }
  return sorted(
    report.findings.map((finding) => placeOf(finding, finding.path, report.sources.get(finding.path)?.text ?? '')),
  );
}

function settingsFor(rule: Rule, fixture: Fixture): Settings {
  const defaults = Object.fromEntries(Object.entries(rule.options).map(([name, option]) => [name, option.default]));
  return {
    postgres: fixture.postgres ?? newestPostgresVersion,
    rules: [{ rule, severity: undefined, options: { ...defaults, ...fixture.options } }],
    knownRules: new Set([rule.id]),
    unusedSuppressions: 'off',
    requireReason: false,
  };
}

function placeOf(finding: Finding, file: string, text: string): Expectation {
  return { file, line: lineIndexOf(text).position(finding.span.start).line, messageId: finding.messageId };
}

function sorted(places: readonly Expectation[]): Expectation[] {
  return [...places].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.messageId.localeCompare(b.messageId),
  );
}
