import type { Phase, Plan } from '../src/core/plan.js';
import { newestPostgresVersion } from '../src/core/postgres-version.js';
import type { Rule } from '../src/core/rule.js';
import { trace } from '../src/engine/judge.js';
import type { Settings } from '../src/engine/judge.js';
import { Replay } from '../src/history/replay.js';
import { readSql } from '../src/readers/sql/index.js';
import { fileNames } from '../src/project/file-names.js';
import { sqlFormat } from '../src/project/sql-format.js';
import { planMigration } from '../src/rewrite/index.js';
import { rules } from '../rules/index.js';
import { fixturesOf, withoutMarks } from '../test/rules/fixture.js';
import type { Fixture } from '../test/rules/fixture.js';

/** What stands on a page of what a rule would have written: a fixture and its plan. */
export interface RulePlan {
  readonly fixture: Fixture;
  readonly plan: Plan;
}

/** The plan for the first of the rule's fixtures that has one. */
export function planOfRule(rule: Rule): RulePlan | undefined {
  if (rule.plan === undefined) return undefined;
  for (const fixture of fixturesOf(rule.id, 'bad')) {
    const plan = planOfFixture(rule, fixture);
    if (plan !== undefined) return { fixture, plan };
  }
  return undefined;
}

function planOfFixture(rule: Rule, fixture: Fixture): Plan | undefined {
  const settings = settingsOf(rule, fixture);
  const replay = new Replay();
  for (const file of fixture.files) {
    const source = { path: file.name, text: withoutMarks(file) };
    const migration = readSql(source, { transaction: fixture.transaction });
    if (file.judged) {
      const { plan } = planMigration(migration, replay, {
        settings,
        format: sqlFormat(migration, { settings, read: { transaction: 'auto', placeholders: 'auto' } }),
        answers: new Map(),
        paths: (labels) => fileNames(file.name, file.name, labels),
      });
      if (plan !== undefined) return plan;
    }
    trace(migration, replay, settings.postgres);
  }
  return undefined;
}

/** As the command does it: all rules judge, and any of them may have a plan. */
function settingsOf(rule: Rule, fixture: Fixture): Settings {
  return {
    postgres: fixture.postgres ?? newestPostgresVersion,
    rules: rules
      .filter(({ strictOnly, id }) => strictOnly !== true || id === rule.id)
      .map((each) => ({ rule: each, severity: undefined, options: defaultsOf(each) })),
    knownRules: new Set(rules.map(({ id }) => id)),
    unusedSuppressions: 'off',
    requireReason: false,
  };
}

function defaultsOf({ options }: Rule): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
}

/** The way out, as a section of the rule's page. */
export function wayOut(rule: Rule): string[] {
  const found = planOfRule(rule);
  if (found === undefined) return [];
  const { plan, fixture } = found;
  const original = fixture.files.find(({ name }) => name === plan.path);
  return [
    '## The way out',
    `\`lockstep rewrite\` makes of this migration`,
    fenced(original === undefined ? '' : withoutMarks(original)),
    `the following${plan.holes.length > 0 ? ` (with \`--set ${plan.holes[0]?.name ?? ''}=...\` for what only you know)` : ''}:`,
    ...plan.phases.flatMap(phaseSection),
    ...(plan.notes.length === 0 ? [] : [plan.notes.map((note) => `- ${note}`).join('\n')]),
  ];
}

function phaseSection({ name, deploy, files }: Phase, place: number): string[] {
  return [
    `### ${place + 1}. ${name}`,
    ...files.map(({ path, text }) => fenced(`-- ${path}\n${text.trimEnd()}`)),
    ...(deploy === '' ? [] : [deploy]),
  ];
}

function fenced(sql: string): string {
  return `\`\`\`sql\n${sql}\n\`\`\``;
}
