import type { Session } from '../../proof/engines/engine.js';
import type { PlanFile } from '../../../src/core/plan.js';
import { statementsOf } from './statements.js';
import type { Statement } from './statements.js';
import { connectAnew, told } from './world.js';

/** What a runner runs: a text, in a transaction or statement by statement. */
export type RunnableFile = Pick<PlanFile, 'transaction' | 'text'>;

/**
 * Runs a file as its runner would, on a connection of its own: in one transaction, unless the text brings its own; or
 * each statement on its own, stopping at the first that fails. Answers how it failed.
 */
export async function runFile(session: Session, file: RunnableFile): Promise<string | undefined> {
  await connectAnew(session);
  const statements = statementsOf(file.text);
  if (!isWrapped(file)) return runAll(session, statements);
  return runAll(session, [begin, ...statements, commit]);
}

/** Runs statements one after the other up to the first that fails, and leaves no transaction open. */
export async function runAll(session: Session, statements: readonly Statement[]): Promise<string | undefined> {
  for (const { text } of statements) {
    const failure = await session.run(text);
    if (failure === undefined) continue;
    await session.run('ROLLBACK');
    return told(failure, text);
  }
  return undefined;
}

/** Whether the runner puts a transaction around the file. */
export function isWrapped({ transaction, text }: RunnableFile): boolean {
  return transaction && !statementsOf(text).some(({ kinds }) => kinds.includes('begin'));
}

export const begin: Statement = { text: 'BEGIN', kinds: ['begin'] };
const commit: Statement = { text: 'COMMIT', kinds: ['commit'] };
