import type { Session } from '../../proof/engines/engine.js';
import { begin, isWrapped, runAll, runFile } from './run-file.js';
import type { RunnableFile } from './run-file.js';
import { statementsOf } from './statements.js';
import type { Statement } from './statements.js';
import { connectAnew, must } from './world.js';
import { killAtRow, killed, stopKilling } from './writes.js';

/** What is known of the batches of a file: per statement the rows of each of its transactions. */
export type Batches = readonly { readonly statement: string; readonly rows: readonly number[] }[];

/**
 * Runs a file that is killed again and again, each time a little later, and at last is run to its end; then once more,
 * as when it was killed before the runner had noted it. `between` happens while it lies there half done. Answers how it
 * failed to go on.
 */
export async function runInterrupted(
  session: Session,
  file: RunnableFile,
  batches: Batches,
  between: () => Promise<void>,
): Promise<readonly string[]> {
  if (isWrapped(file)) return rolledBack(session, file, between);
  const statements = statementsOf(file.text);
  const complaints: string[] = [];
  for (const batch of batches) complaints.push(...(await killedInBatches(session, file, batch)));
  if (batches.length > 0) await between();
  // A build that fails on a duplicate row or is cancelled leaves its index behind: then also the last statement is half done.
  const last = statements.at(-1);
  const steps = last !== undefined && buildsIndex(last) ? statements.length : statements.length - 1;
  for (let length = 1; length <= steps; length++) {
    const failure = await runPrefix(session, statements.slice(0, length));
    if (failure !== undefined)
      complaints.push(`killed within ${length} statements and run again, it fails: ${failure}`);
  }
  if (batches.length === 0) await between();
  if (complaints.length > 0) return complaints;
  // A file that is one transaction is either done, which its runner knows, or not.
  const times = statements.some(({ kinds }) => kinds.includes('begin'))
    ? ['killed half-way']
    : ['killed half-way', 'run to its end'];
  for (const time of times) {
    const failure = await runFile(session, file);
    if (failure !== undefined) return [...complaints, `${time} and run again, it fails: ${failure}`];
  }
  return complaints;
}

async function rolledBack(
  session: Session,
  file: RunnableFile,
  between: () => Promise<void>,
): Promise<readonly string[]> {
  await connectAnew(session);
  const failure = await runAll(session, [begin, ...statementsOf(file.text)]);
  if (failure !== undefined) return [`it fails: ${failure}`];
  await must(session, 'ROLLBACK');
  await between();
  const again = await runFile(session, file);
  return again === undefined ? [] : [`rolled back and run again, it fails: ${again}`];
}

/** Runs the first statements of a file. When the last of them builds an index, it is left as a failed build leaves it. */
async function runPrefix(session: Session, statements: readonly Statement[]): Promise<string | undefined> {
  await connectAnew(session);
  const last = statements.at(-1);
  const before = await validIndexes(session);
  const failure = await runAll(session, statements);
  await session.run('ROLLBACK');
  if (failure === undefined && last !== undefined && buildsIndex(last)) {
    const built = (await validIndexes(session)).filter((oid) => !before.includes(oid));
    if (built.length > 0) {
      await must(session, `UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (${built.join(', ')})`);
    }
  }
  return failure;
}

function buildsIndex({ kinds, text }: Statement): boolean {
  return kinds.includes('create-index') && /\bconcurrently\b/i.test(text);
}

/** The valid indexes that no constraint and no partitioned index holds. */
async function validIndexes(session: Session): Promise<readonly number[]> {
  return session.json<number[]>(`SELECT coalesce(json_agg(indexrelid::int8), '[]') FROM pg_index
    WHERE indisvalid AND indexrelid >= 16384`);
}

/** Kills the file in the second batch of one of its statements. What the first has done stays. */
async function killedInBatches(
  session: Session,
  file: RunnableFile,
  { statement, rows }: Batches[number],
): Promise<readonly string[]> {
  const [first = 0, second = 0] = rows;
  // Nothing to kill; that there is something in every case with batches is seen to elsewhere.
  if (second === 0) return [];
  await killAtRow(session, first + Math.ceil(second / 2));
  const failure = await runFile(session, file);
  await stopKilling(session);
  if (failure === undefined) return [`it was not killed, although it had rows to write\n    in: ${statement}`];
  return failure.includes(killed) ? [] : [`it fails: ${failure}`];
}
