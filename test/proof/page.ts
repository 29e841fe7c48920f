import { compareLockModes } from '../../src/core/lock.js';
import type { PostgresVersion } from '../../src/core/postgres-version.js';
import { postgresVersions } from '../../src/core/postgres-version.js';
import { appliesTo, expectedFailures, isBeforeFix, topics } from './cases/index.js';
import type { ProofCase, Topic } from './cases/index.js';
import type { Prediction } from './predict.js';
import { predict } from './predict.js';

/** Where the page is committed. */
export const pagePath = 'docs/lock-facts.md';

/**
 * The page of lock facts. What it says is what Lockstep predicts, which the proof has found equal to what the engines
 * do; so it can be made again, and checked, without any of them. The engines are those of the last proof.
 */
export function renderPage(engines: readonly string[]): string {
  const count = topics.reduce((sum, { cases }) => sum + cases.length, 0);
  return `${introduction(engines, count)}\n${topics.map((topic) => section(topic, engines)).join('\n')}`;
}

/** The engines a page says it was proven on. */
export function enginesOf(page: string): readonly string[] {
  const line = /^Proven on: (.*)\.$/m.exec(page)?.[1] ?? '';
  return line.split(', ').filter((name) => name !== '');
}

const introduction = (engines: readonly string[], count: number): string => `# Lock facts

<!-- Written by \`npm run prove\`. Do not edit. -->

What ${count} statements do to a PostgreSQL that is in use. Each was run on real servers, over a schema with rows in it
([test/proof/schema.ts](../test/proof/schema.ts)), and what the server then told is what Lockstep had said beforehand:
the strongest lock per table (\`pg_locks\`), the tables and indexes that got new storage (\`relfilenode\`), the tables
read from end to end (\`pg_stat_xact_user_tables\`), and whether the statement failed.

Proven on: ${engines.join(', ')}.

Versions marked with \\* are known from PostgreSQL's documentation and source only: nobody has observed them here.
A lock is held until the transaction ends; "work" says how long the statement itself runs: *brief* changes the
catalogue, *scan* reads a table once, *index build* and *rewrite* explain themselves. Failures have their SQLSTATE and
reason; "if" stands before one that depends on the rows and did not happen. What a failing statement locks before it
fails was not observed.
`;

function section({ title, cases }: Topic, engines: readonly string[]): string {
  const rows = cases.flatMap((each) => rowsOf(each, versionsSeen(each, engines)));
  return `## ${title}

| Case | Statement | Locks | Work | Reads | Writes anew | Fails | Versions |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}

/** One row per group of versions that behave alike, newest first. */
function rowsOf(proofCase: ProofCase, observed: ReadonlySet<number>): readonly (readonly string[])[] {
  const groups: { readonly facts: readonly string[]; readonly versions: PostgresVersion[] }[] = [];
  for (const version of postgresVersions.toReversed()) {
    if (!appliesTo(proofCase, version)) continue;
    const facts = factsOf(proofCase, predict(proofCase, version), version);
    const last = groups.at(-1);
    if (last && last.facts.join('|') === facts.join('|')) last.versions.unshift(version);
    else groups.push({ facts, versions: [version] });
  }
  return groups.map(({ facts, versions }, at) => [
    at === 0 ? `\`${proofCase.id}\`` : '',
    at === 0 ? statementOf(proofCase) : '',
    ...facts,
    range(versions, observed),
  ]);
}

function statementOf({ sql, setup, transaction, note, unknowable }: ProofCase): string {
  const before = setup === undefined ? '' : `after ${setup.map(code).join(', ')}: `;
  const outside = transaction === false ? 'outside a transaction: ' : '';
  const remarks = [note, unknowable && `on the safe side: ${unknowable}`].filter((remark) => remark !== undefined);
  return `${outside}${before}${code(sql)}${remarks.map((remark) => ` (${remark})`).join('')}`;
}

function factsOf(proofCase: ProofCase, predicted: Prediction, version: PostgresVersion): readonly string[] {
  const fails = failsOf(proofCase, predicted, version);
  // What a statement that fails would have done was not seen.
  if (fails.certain) return ['', '', '', '', fails.text];
  const { locks, held, scanned, rewritten, rebuilt } = predicted.all;
  const indexes = Object.entries(rebuilt)
    .sort()
    .map(([table, names]) => `indexes of ${short(table)}: ${names.join(', ')}`);
  return [
    Object.entries(locks)
      .sort(([a, mode], [b, other]) => compareLockModes(other, mode) || a.localeCompare(b, 'en'))
      .map(([relation, mode]) => `${short(relation)} ${mode}`)
      .join('<br>'),
    Object.keys(locks).length > 0 ? held.replace('-', ' ') : '',
    scanned.map(short).join(', '),
    [...rewritten.map(short), ...indexes].join(', '),
    fails.text,
  ];
}

function failsOf(
  proofCase: ProofCase,
  { fails }: Prediction,
  version: PostgresVersion,
): { readonly certain: boolean; readonly text: string } {
  const codes = expectedFailures(proofCase, version).join(' or ');
  const certain = fails.filter((effect) => effect.certain);
  const shown = certain.length > 0 ? certain : fails;
  const reasons = [...new Set(shown.map(({ because }) => reasonOf(because)))].sort().join('<br>');
  if (certain.length > 0 || codes !== '')
    return { certain: true, text: [codes, reasons || 'not foreseen'].filter((part) => part !== '').join(': ') };
  return { certain: false, text: reasons === '' ? '' : `if ${reasons}` };
}

/** The same words for all versions, so that those that fail alike stand in one row. */
function reasonOf(because: string): string {
  return escape(
    because.replace(/^PostgreSQL \d+ does not know (.*), which came with version (\d+)$/, 'needs $2 for $1'),
  );
}

/** `10–14*, 15–18`, where the star marks the versions that were not observed. */
export function range(versions: readonly PostgresVersion[], observed: ReadonlySet<number>): string {
  const runs: { readonly seen: boolean; readonly first: number; last: number }[] = [];
  for (const version of versions) {
    const seen = observed.has(version);
    const run = runs.at(-1);
    if (run?.seen === seen && run.last === version - 1) run.last = version;
    else runs.push({ seen, first: version, last: version });
  }
  return runs
    .map(({ seen, first, last }) => `${first === last ? first : `${first}–${last}`}${seen ? '' : '\\*'}`)
    .join(', ');
}

/** The versions on which all that the page says of a case was observed. */
function versionsSeen(proofCase: ProofCase, engines: readonly string[]): ReadonlySet<number> {
  const { gates, concurrently } = proofCase;
  const able = engines.filter((name) => {
    // Locks of what runs outside a transaction are seen from a second connection only, which PGlite has not.
    const single = name.startsWith('PGlite');
    const unable = (single && gates !== undefined) || (concurrently && name.startsWith('PGlite 17'));
    return !unable && !isBeforeFix(proofCase, name.split(' ')[1] ?? '');
  });
  return new Set(able.map((name) => Number(/ (\d+)/.exec(name)?.[1])));
}

function short(relation: string): string {
  return relation.replace(/^public\./, '');
}

function code(sql: string): string {
  return `\`${escape(sql)}\``;
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
