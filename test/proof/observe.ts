import type { LockMode } from '../../src/core/lock.js';
import type { ObjectKey } from '../../src/core/name.js';
import type { ProofCase } from './cases/case.js';
import type { Engine, Failure, Session } from './engines/engine.js';
import { finished, snapshot } from './snapshot.js';
import type { Relation, Snapshot } from './snapshot.js';
import { keepStrongest, modeOf } from './strongest.js';
import { watch } from './watch.js';

/** What one statement did, as PostgreSQL itself tells. */
export interface Observation {
  /** The strongest lock the statement took per table, partitioned table, view and materialized view. */
  readonly locks: Readonly<Record<ObjectKey, LockMode>>;
  /** The same for indexes and sequences, which PostgreSQL locks in passing in many ways. */
  readonly lesserLocks: Readonly<Record<ObjectKey, LockMode>>;
  /** The strongest lock that the statements before it held. */
  readonly heldBefore: Readonly<Record<ObjectKey, LockMode>>;
  /** Relations there were before or are after the statement. */
  readonly present: ReadonlySet<ObjectKey>;
  /** Relations the statement made; nobody else can see them yet. */
  readonly created: readonly ObjectKey[];
  /** False when the engine could not watch the locks: outside a transaction, with a single connection. */
  readonly locksSeen: boolean;
  /** Tables that got new storage with their rows in it. */
  readonly rewritten: readonly ObjectKey[];
  /** Indexes of tables that were not rewritten that got new storage, per table. */
  readonly rebuilt: Readonly<Record<ObjectKey, readonly string[]>>;
  /** Indexes that were not there before, on tables that were. */
  readonly built: readonly ObjectKey[];
  /** Tables without rows that were read, which is no work. */
  readonly hollow: readonly ObjectKey[];
  /** Tables read from end to end. */
  readonly scanned: readonly ObjectKey[];
  /** How many rows were changed or deleted, per table. */
  readonly changed: Readonly<Record<ObjectKey, number>>;
  /** False outside a transaction: the counters are gone with the statement. */
  readonly scansSeen: boolean;
  readonly failure: Failure | undefined;
}

/** Runs the statement of a case and says what it did; nothing of it is left afterwards. */
export async function observe(engine: Engine, proofCase: ProofCase): Promise<Observation> {
  return proofCase.transaction === false ? observeOutside(engine, proofCase) : observeInside(engine.session, proofCase);
}

async function observeInside(session: Session, { id, sql, setup = [] }: ProofCase): Promise<Observation> {
  await must(id, session, 'BEGIN');
  try {
    for (const statement of setup) await must(id, session, statement);
    const before = await snapshot(session);
    const failure = await session.run(sql);
    if (failure) return { ...nothing, failure };
    return compare(before, await finished(session, before));
  } finally {
    await must(id, session, 'ROLLBACK');
  }
}

async function observeOutside(engine: Engine, proofCase: ProofCase): Promise<Observation> {
  const { id, sql, setup = [], gates = [] } = proofCase;
  const copy = await engine.fresh();
  try {
    for (const statement of setup) await must(id, copy.session, statement);
    const before = await snapshot(copy.session);
    const failure = await copy.session.run(sql);
    const done = failure ? nothing : compare(before, await finished(copy.session, before));
    // Locks are gone with the statement too: they are watched from outside, in runs of their own.
    const watched = copy.others !== undefined && failure === undefined;
    const locks = watched ? await watch(engine, gates, sql) : { locks: {}, lesserLocks: {} };
    return { ...done, scanned: [], scansSeen: false, ...locks, locksSeen: watched && gates.length > 0, failure };
  } finally {
    await copy.drop();
  }
}

const nothing: Observation = {
  locks: {},
  lesserLocks: {},
  heldBefore: {},
  present: new Set(),
  created: [],
  locksSeen: true,
  rewritten: [],
  rebuilt: {},
  built: [],
  hollow: [],
  scanned: [],
  changed: {},
  scansSeen: true,
  failure: undefined,
};

/** What happened between two snapshots of one transaction. */
export function compare(before: Snapshot, after: Snapshot): Observation {
  // A relation that is renamed is spoken of by its old name.
  const relations = new Map([...after.byOid, ...before.byOid]);
  const nameOf = (oid: number): ObjectKey => relations.get(oid)?.name ?? String(oid);
  const created = after.relations.filter(({ oid, name }) => !before.byOid.has(oid) && !before.byName.has(name));
  const rewritten = before.relations.filter((old) => isRewritten(old, after)).map(({ oid }) => oid);
  const scanned = after.relations.filter(({ oid, scans }) => scans > (before.byOid.get(oid)?.scans ?? 0));
  return {
    ...newLocks(before, after, relations),
    present: new Set([...before.byName.keys(), ...after.byName.keys()]),
    created: created.map(({ name }) => name),
    locksSeen: true,
    rewritten: rewritten.map(nameOf).sort(),
    rebuilt: rebuiltIndexes(before, after, rewritten, nameOf),
    built: created
      .filter(({ kind, table }) => kind === 'i' && table !== null && before.byOid.has(table))
      .map(({ name }) => name),
    hollow: [...after.hollow].map(nameOf),
    scanned: scanned
      .filter(({ oid }) => !after.emptied.has(oid) && !after.hollow.has(oid))
      .map(({ oid }) => nameOf(oid))
      .sort(),
    changed: changedRows(before, after),
    scansSeen: true,
    failure: undefined,
  };
}

function changedRows(before: Snapshot, after: Snapshot): Observation['changed'] {
  const changed = after.relations.map(
    ({ oid, name, changed: now }) => [name, now - (before.byOid.get(oid)?.changed ?? 0)] as const,
  );
  return Object.fromEntries(changed.filter(([, rows]) => rows > 0));
}

/** New storage, unless it is there because the table was emptied. */
function isRewritten(old: Relation, after: Snapshot): boolean {
  if (old.kind !== 'r' && old.kind !== 'm') return false;
  const now = after.byOid.get(old.oid);
  return now !== undefined && now.file !== old.file && !after.emptied.has(old.oid);
}

/** ALTER TABLE drops and makes anew an index under the same name, REINDEX keeps the object: either way the file is new. */
function rebuiltIndexes(
  before: Snapshot,
  after: Snapshot,
  rewritten: readonly number[],
  nameOf: (oid: number) => ObjectKey,
): Observation['rebuilt'] {
  const rebuilt: Record<ObjectKey, string[]> = {};
  for (const old of before.relations) {
    if (old.kind !== 'i' || old.table === null || rewritten.includes(old.table)) continue;
    const now = after.byOid.get(old.oid) ?? after.byName.get(old.name);
    if (now === undefined || now.file === old.file || after.emptied.has(old.table)) continue;
    (rebuilt[nameOf(old.table)] ??= []).push(old.name.slice(old.name.indexOf('.') + 1));
  }
  for (const names of Object.values(rebuilt)) names.sort();
  return rebuilt;
}

function newLocks(
  before: Snapshot,
  after: Snapshot,
  relations: ReadonlyMap<number, Relation>,
): Pick<Observation, 'locks' | 'lesserLocks' | 'heldBefore'> {
  const held = new Set(before.locks.map(({ oid, mode }) => `${oid} ${mode}`));
  const taken = after.locks.filter(({ oid, mode }) => !held.has(`${oid} ${mode}`));
  const isLesser = ({ oid }: { readonly oid: number }): boolean => /[iIS]/.test(relations.get(oid)?.kind ?? '');
  return {
    locks: strongestOf(
      taken.filter((lock) => !isLesser(lock)),
      relations,
    ),
    lesserLocks: strongestOf(taken.filter(isLesser), relations),
    heldBefore: strongestOf(before.locks, relations),
  };
}

function strongestOf(locks: Snapshot['locks'], relations: ReadonlyMap<number, Relation>): Observation['locks'] {
  const strongest: Record<ObjectKey, LockMode> = {};
  for (const { oid, mode } of locks) {
    const relation = relations.get(oid);
    if (relation !== undefined) keepStrongest(strongest, relation.name, modeOf(mode));
  }
  return strongest;
}

async function must(id: string, session: Session, sql: string): Promise<void> {
  const failure = await session.run(sql);
  if (failure) throw new Error(`case ${id}: ${sql}: ${failure.code} ${failure.message}`);
}
