/**
 * Holds every case of the proof against every PostgreSQL at hand, prints the matrix, and writes `docs/lock-facts.md`.
 * Exits with 1 on any difference. `--check` writes nothing and fails when the page is stale; `--only <text>` takes the
 * cases whose id contains the text and leaves the page alone; `--engine <major>` takes one version, likewise. Servers
 * that are neither of Debian's packages nor in PATH are named in LOCKSTEP_POSTGRES: their `bin` directories, separated
 * by colons.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PostgresVersion } from '../src/core/postgres-version.js';
import { loadSqlParser } from '../src/readers/sql/index.js';
import type { Engine } from '../test/proof/engines/engine.js';
import { pgliteVersions, startPglite } from '../test/proof/engines/pglite.js';
import { installations, startServer } from '../test/proof/engines/server.js';
import { lockMatrixDifferences } from '../test/proof/lock-matrix.js';
import { enginesOf, pagePath, renderPage } from '../test/proof/page.js';
import { allCases, prove, runsOn } from '../test/proof/prove.js';

const { values: options } = parseArgs({
  options: { check: { type: 'boolean' }, only: { type: 'string' }, engine: { type: 'string' } },
});

await loadSqlParser();
let failed = 0;
const names: string[] = [];
for (const start of engines()) {
  const engine = await start();
  try {
    failed += await proveAll(engine);
    names.push(engine.name);
  } finally {
    await engine.close();
  }
}
if (options.only === undefined && options.engine === undefined) settlePage();
process.exitCode = failed > 0 ? 1 : 0;

function engines(): readonly (() => Promise<Engine>)[] {
  return [
    ...installations()
      .filter(({ version }) => isWanted(version))
      .map((installation) => () => startServer(installation)),
    ...pgliteVersions.filter(isWanted).map((version) => () => startPglite(version)),
  ];
}

function isWanted(version: PostgresVersion): boolean {
  return options.engine === undefined || options.engine === String(version);
}

async function proveAll(engine: Engine): Promise<number> {
  const started = Date.now();
  const cases = allCases().filter((each) => runsOn(each, engine) && each.id.includes(options.only ?? ''));
  let different = 0;
  for (const each of cases) {
    const lines = await prove(engine, each).catch((error: unknown) => [String(error)]);
    if (lines.length === 0) continue;
    different++;
    console.log(
      `${engine.name}  ${each.id}: ${[...(each.setup ?? []), each.sql].join('; ')}\n    ${lines.join('\n    ')}`,
    );
  }
  const matrix = await lockMatrixDifferences(engine);
  if (matrix.length > 0) console.log(`${engine.name}  lock conflicts:\n    ${matrix.join('\n    ')}`);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${engine.name}: ${cases.length} cases, ${different} differ, ${seconds} s`);
  return different + matrix.length;
}

function settlePage(): void {
  if (failed > 0) {
    console.log(`${pagePath} stays as it is until all cases agree.`);
    return;
  }
  if (options.check) {
    const committed = readFileSync(pagePath, 'utf8');
    if (committed === renderPage(enginesOf(committed))) return;
    console.log(`${pagePath} is stale: run npm run prove.`);
    failed++;
    return;
  }
  mkdirSync('docs', { recursive: true });
  writeFileSync(pagePath, renderPage(names));
}
