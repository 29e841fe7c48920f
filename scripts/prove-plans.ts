/**
 * Carries every plan of the proof out on every PostgreSQL at hand and writes `docs/plans.md`. Exits with 1 when anything
 * is wrong. `--check` writes nothing and fails when the page is stale; `--only <text>` takes the cases whose name contains
 * the text and leaves the page alone; `--engine <major>` takes one version, likewise. Servers are found as by
 * `scripts/prove.ts`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PostgresVersion } from '../src/core/postgres-version.js';
import { loadSqlParser } from '../src/readers/sql/index.js';
import type { BareEngine } from '../test/proof/engines/engine.js';
import { openPglite, pgliteVersions } from '../test/proof/engines/pglite.js';
import { installations, openServer } from '../test/proof/engines/server.js';
import { enginesOf } from '../test/proof/page.js';
import { appliesTo } from '../test/rewrite/proof/case.js';
import type { PlanCase } from '../test/rewrite/proof/case.js';
import { pagePath, renderPage } from '../test/rewrite/proof/page.js';
import { plannedFor } from '../test/rewrite/proof/planned.js';
import { provePlan, runsOn } from '../test/rewrite/proof/prove.js';
import { loadTopics } from '../test/rewrite/proof/topics.js';

const { values: options } = parseArgs({
  options: { check: { type: 'boolean' }, only: { type: 'string' }, engine: { type: 'string' } },
});

await loadSqlParser();
const topics = await loadTopics();
let failed = 0;
const names: string[] = [];
for (const open of engines()) {
  const engine = await open();
  try {
    failed += await proveAll(engine);
    names.push(engine.name);
  } finally {
    await engine.close();
  }
}
if (options.only === undefined && options.engine === undefined) settlePage();
process.exitCode = failed > 0 ? 1 : 0;

function engines(): readonly (() => Promise<BareEngine>)[] {
  return [
    ...installations()
      .filter(({ version }) => isWanted(version))
      .map((installation) => () => openServer(installation)),
    ...pgliteVersions.filter(isWanted).map((version) => () => openPglite(version)),
  ];
}

function isWanted(version: PostgresVersion): boolean {
  return options.engine === undefined || options.engine === String(version);
}

async function proveAll(engine: BareEngine): Promise<number> {
  const started = Date.now();
  const cases = topics
    .flatMap((topic) => topic.cases)
    .filter((each) => appliesTo(each, engine.version) && each.name.includes(options.only ?? ''));
  let wrong = 0;
  let passed = 0;
  for (const each of cases) {
    const lines = await prove(engine, each).catch((error: unknown) => [String(error)]);
    if (lines === undefined) passed++;
    if (lines === undefined || lines.length === 0) continue;
    wrong++;
    console.log(`${engine.name}  ${each.name}: ${each.migration}\n    ${lines.join('\n    ')}`);
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const unable = passed === 0 ? '' : `, ${passed} need what it has not`;
  console.log(`${engine.name}: ${cases.length} plans, ${wrong} wrong${unable}, ${seconds} s`);
  return wrong;
}

/** What is wrong with the plan of a case; undefined when the engine cannot run it. */
async function prove(engine: BareEngine, planCase: PlanCase): Promise<readonly string[] | undefined> {
  const planned = plannedFor(planCase, engine.version);
  if (typeof planned === 'string') return [planned];
  return runsOn(planCase, planned, engine) ? provePlan(engine, planCase, planned) : undefined;
}

function settlePage(): void {
  if (failed > 0) {
    console.log(`${pagePath} stays as it is until all plans hold.`);
    return;
  }
  if (options.check) {
    const committed = readFileSync(pagePath, 'utf8');
    if (committed === renderPage(topics, enginesOf(committed))) return;
    console.log(`${pagePath} is stale: run npm run prove.`);
    failed++;
    return;
  }
  mkdirSync('docs', { recursive: true });
  writeFileSync(pagePath, renderPage(topics, names));
}
