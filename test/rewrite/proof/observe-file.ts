import type { Failure, Session } from '../../proof/engines/engine.js';
import { compare } from '../../proof/observe.js';
import type { Observation } from '../../proof/observe.js';
import { finished, snapshot } from '../../proof/snapshot.js';
import type { ObjectKey } from '../../../src/core/name.js';
import { blocks } from '../../../src/postgres/locks.js';
import { isWrapped } from './run-file.js';
import type { RunnableFile } from './run-file.js';
import { statementsOf } from './statements.js';
import type { Statement } from './statements.js';
import { connectAnew, must, told } from './world.js';
import { batchComplaints, mostRows, stopWatchingWrites, watchWrites, writesPerTransaction } from './writes.js';

/** How a file ran, seen from inside. */
export interface ObservedRun {
  readonly failure: string | undefined;
  /** Where it kept others from reading or writing for longer than a moment. */
  readonly complaints: readonly string[];
  /** The statements that committed in between, with the rows each of their transactions wrote. */
  readonly batches: readonly { readonly statement: string; readonly rows: readonly number[] }[];
}

/** Runs a file as its runner would and watches the locks it holds while it reads tables, writes them anew or builds indexes. */
export async function observeFile(session: Session, file: RunnableFile): Promise<ObservedRun> {
  await connectAnew(session);
  const watch = new Watch(session);
  const wrapped = isWrapped(file);
  if (wrapped) await must(session, 'BEGIN');
  let open = wrapped;
  for (const statement of statementsOf(file.text)) {
    const isOwn = statement.kinds.includes('begin');
    if (isOwn) open = true;
    const failure = open ? await watch.inside(statement) : await watch.alone(statement);
    if (failure !== undefined) {
      await session.run('ROLLBACK');
      return { ...watch.result, failure };
    }
    if (statement.kinds.includes('commit') && !wrapped) {
      open = false;
      watch.startTransaction();
    }
  }
  if (wrapped) await must(session, 'COMMIT');
  return { ...watch.result, failure: undefined };
}

class Watch {
  readonly #complaints: string[] = [];
  readonly #batches: { statement: string; rows: readonly number[] }[] = [];
  /** Relations made by the transaction that is open: nobody else can see them. */
  readonly #created = new Set<ObjectKey>();

  /** Rows that it has changed, which others cannot change until it ends. */
  #changed = 0;

  constructor(readonly session: Session) {}

  get result(): Omit<ObservedRun, 'failure'> {
    return { complaints: this.#complaints, batches: this.#batches };
  }

  startTransaction(): void {
    this.#created.clear();
    this.#changed = 0;
  }

  /** Runs a statement inside the open transaction. */
  async inside({ text, kinds }: Statement): Promise<string | undefined> {
    if (kinds.includes('commit')) return this.#run(text);
    const before = await snapshot(this.session);
    const failure = await this.session.run(text);
    if (failure) return told(failure, text);
    this.#judge(compare(before, await finished(this.session, before)), text);
    return undefined;
  }

  /**
   * Runs a statement that is its own transaction, in a transaction as long as PostgreSQL lets it; for only there locks
   * and scans can be seen. What refuses one is run as it is: CONCURRENTLY, whose locks the proof of the lock facts
   * watches, and what commits by itself.
   */
  async alone(statement: Statement): Promise<string | undefined> {
    await must(this.session, 'BEGIN');
    this.startTransaction();
    const before = await snapshot(this.session);
    const failure = await this.session.run(statement.text);
    if (failure && refusals.has(failure.code)) {
      await must(this.session, 'ROLLBACK');
      return failure.code === commitsItself ? this.#batched(statement.text) : this.#outside(statement.text);
    }
    if (failure) return told(failure, statement.text);
    this.#judge(compare(before, await finished(this.session, before)), statement.text);
    return this.#run('COMMIT');
  }

  async #outside(text: string): Promise<string | undefined> {
    const before = await snapshot(this.session);
    const failure = await this.#run(text);
    if (failure !== undefined) return failure;
    const { rewritten } = compare(before, await finished(this.session, before));
    if (rewritten.length > 0) this.#complain(`it writes ${rewritten.join(', ')} anew`, text);
    return undefined;
  }

  async #batched(text: string): Promise<string | undefined> {
    await watchWrites(this.session);
    const failure = await this.#run(text);
    if (failure !== undefined) return failure;
    const rows = await writesPerTransaction(this.session);
    await stopWatchingWrites(this.session);
    this.#batches.push({ statement: text, rows });
    for (const complaint of batchComplaints(rows)) this.#complain(complaint, text);
    return undefined;
  }

  async #run(text: string): Promise<string | undefined> {
    const failure: Failure | undefined = await this.session.run(text);
    return failure && told(failure, text);
  }

  #judge(observed: Observation, text: string): void {
    for (const relation of observed.created) this.#created.add(relation);
    for (const [relation, rows] of Object.entries(observed.changed)) {
      if (this.#created.has(relation)) continue;
      this.#changed += rows;
      if (this.#changed > mostRows) this.#complain(`it has changed ${this.#changed} rows in one transaction`, text);
    }
    const work = workOf(observed, this.#created);
    if (work.length === 0) return;
    const locks = Object.entries({ ...observed.heldBefore, ...strongestOf(observed) }).filter(
      ([relation, mode]) => !this.#created.has(relation) && blocks(mode).length > 0,
    );
    if (locks.length === 0) return;
    const held = locks.map(([relation, mode]) => `${mode} on ${relation}`).join(', ');
    this.#complain(`it holds ${held} and ${work.join(', ')}`, text);
  }

  #complain(complaint: string, text: string): void {
    this.#complaints.push(`observed: ${complaint}\n    in: ${text.trim()}`);
  }
}

/** "COMMIT is not allowed here" and its like. */
const commitsItself = '2D000';
/** `25001`: cannot run inside a transaction block. */
const refusals: ReadonlySet<string> = new Set([commitsItself, '25001']);

/** What the statement took, unless it held something stronger. */
function strongestOf({ locks, heldBefore }: Observation): Observation['locks'] {
  return Object.fromEntries(
    Object.entries(locks).filter(([relation]) => {
      const held = heldBefore[relation];
      return held === undefined || blocks(held).length === 0;
    }),
  );
}

/** The work of a statement that lasts the longer the more rows there are, on relations that others can see. */
function workOf(
  { rewritten, rebuilt, built, scanned }: Observation,
  created: ReadonlySet<ObjectKey>,
): readonly string[] {
  const seen = (relations: readonly ObjectKey[]): readonly ObjectKey[] =>
    relations.filter((each) => !created.has(each));
  return [
    ...seen(rewritten).map((relation) => `writes ${relation} anew`),
    ...seen(Object.keys(rebuilt)).map((relation) => `builds the indexes of ${relation} again`),
    ...built.map((index) => `builds ${index}`),
    ...seen(scanned).map((relation) => `reads all of ${relation}`),
  ];
}
