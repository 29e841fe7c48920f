import { postgresVersions } from '../../../src/core/postgres-version.js';
import type { PostgresVersion } from '../../../src/core/postgres-version.js';
import type { Phase, PlanFile } from '../../../src/core/plan.js';
import { range } from '../../proof/page.js';
import { appliesTo } from './case.js';
import type { PlanCase, PlanTopic, Reason } from './case.js';
import { plannedFor } from './planned.js';
import { needsConcurrently } from './prove.js';
import type { Planned } from './prove.js';
import { statementsOf } from './statements.js';
import type { Statement } from './statements.js';

/** Where the page is committed. */
export const pagePath = 'docs/plans.md';

/**
 * The page `hazard -> plan -> proven on`. The plans are those that Lockstep writes today; that they are right was found
 * by the last proof on the engines named. So the page can be made again, and checked, without any of them.
 */
export function renderPage(topics: readonly PlanTopic[], engines: readonly string[]): string {
  const count = topics.reduce((sum, { cases }) => sum + cases.length, 0);
  return `${introduction(engines, count)}\n${topics.map((topic) => section(topic, engines)).join('\n')}`;
}

const introduction = (engines: readonly string[], count: number): string => `# Plans

<!-- Written by \`npm run prove\`. Do not edit. -->

What \`lockstep rewrite\` makes of ${count} hazardous migrations. Each plan was carried out file by file, as a runner would,
over tables with rows, while the code before the migration, and then the code after it, went on reading and writing
([test/rewrite/proof](../test/rewrite/proof)). It was held against the original run at once:

- the schema and all rows end the same, column order aside, with what the code wrote in between;
- no file keeps others from reading or writing while it reads a table, writes it anew or builds an index, neither by
  what Lockstep says nor by what \`pg_locks\` shows; rows that exist are changed in batches that commit one by one;
- neither old nor new code is refused, and no row of theirs is lost;
- \`lockstep lint\` finds nothing of the repaired kind in the files, but for what is said of the case;
- each file was killed half-way (also within its batches, and with an index left INVALID) and run again.

Proven on: ${engines.join(', ')}.

A file runs in one transaction, or outside of one where it is marked with ∥. Statements that set timeouts are left out.
`;

function section({ title, cases }: PlanTopic, engines: readonly string[]): string {
  const rows = cases.flatMap((each) => rowsOf(each, engines));
  return `## ${title}

| Case | Rules | Migration | Plan | Proven on |
| --- | --- | --- | --- | --- |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}

/** One row per group of versions that get the same plan, newest first. */
function rowsOf(planCase: PlanCase, engines: readonly string[]): readonly (readonly string[])[] {
  const groups: { readonly plan: string; readonly versions: PostgresVersion[] }[] = [];
  for (const version of postgresVersions.toReversed()) {
    const here = engines.filter((name) => Number(/ (\d+)/.exec(name)?.[1]) === version);
    if (here.length === 0 || !appliesTo(planCase, version)) continue;
    const planned = plannedFor(planCase, version);
    if (typeof planned === 'string' || !here.some((name) => isAble(name, planned))) continue;
    const plan = planOf(planned);
    const last = groups.at(-1);
    if (last?.plan === plan) last.versions.unshift(version);
    else groups.push({ plan, versions: [version] });
  }
  return groups.map(({ plan, versions }, at) => [
    at === 0 ? `\`${planCase.name}\`` : '',
    at === 0 ? planCase.rules.join(', ') : '',
    at === 0 ? `${code(planCase.migration, 160)}${remarks(planCase)}` : '',
    plan,
    range(versions, new Set(versions)),
  ]);
}

/** The build of PGlite 17 fails on CONCURRENTLY. */
function isAble(engine: string, { plan }: Planned): boolean {
  const files = plan.phases.flatMap((phase) => phase.files);
  return !engine.startsWith('PGlite 17') || !files.some(({ text }) => needsConcurrently(text));
}

function remarks({ answers = {}, reference, differs = {}, leaves = {} }: PlanCase): string {
  return [
    ...Object.entries(answers).map(([name, value]) => `with ${code(`--set ${name}=${value}`, 100)}`),
    ...(reference === undefined ? [] : [escape(reference.because)]),
    ...new Set(Object.values(differs).map(told)),
    ...Object.entries(leaves).map(([rule, reason]) => `${rule} is left: ${told(reason)}`),
  ]
    .map((remark) => `<br>${remark}`)
    .join('');
}

function told(reason: Reason): string {
  return escape(typeof reason === 'string' ? reason : reason.because);
}

function planOf({ plan }: Planned): string {
  return plan.phases
    .filter(({ files }) => files.length > 0)
    .map((phase) => `**${phase.name}** ${filesOf(phase)}`)
    .join('<br>');
}

function filesOf({ files }: Phase): string {
  return files.map(fileText).join('; then ');
}

function fileText({ text, transaction }: PlanFile): string {
  const statements = statementsOf(text).filter(({ kinds }) => !kinds.every((kind) => unshown.has(kind)));
  return `${transaction ? '' : '∥ '}${statements.map(statementText).join(', ')}`;
}

const unshown: ReadonlySet<string> = new Set(['set-parameter', 'reset-parameter', 'begin', 'commit']);

/** What a statement does in a few words; of a block what it does in batches. */
function statementText({ text, kinds }: Statement): string {
  if (!kinds.includes('do-block')) return code(text, 90);
  const change = /\b(?:UPDATE|DELETE FROM)\s+[\s\S]*?(?=\n\s*(?:FROM|USING|WHERE)\b)/.exec(text)?.[0];
  return change === undefined ? '`DO` block' : `${code(change, 90)} in batches`;
}

function code(sql: string, most: number): string {
  const line = escape(sql.trim().replace(/;$/, ''));
  const shown = line.length > most ? `${line.slice(0, most - 1)}…` : line;
  return shown.includes('`') ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}

function escape(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}
