import type { LockMode } from '../../src/core/lock.js';
import type { ObjectKey } from '../../src/core/name.js';
import type { ProofCase } from './cases/case.js';
import type { Engine, Failure, Session } from './engines/engine.js';
import { keepStrongest, modeOf } from './strongest.js';
import { watch } from './watch.js';

/** What one statement did, as PostgreSQL itself tells. */
export interface Observation {
  /** The strongest lock the statement took per table, partitioned table, view and materialized view. */
  readonly locks: Readonly<Record<ObjectKey, LockMode>>;
  /** False when the engine could not watch the locks: outside a transaction, with a single connection. */
  readonly locksSeen: boolean;
  /** Tables that got new storage with their rows in it. */
  readonly rewritten: readonly ObjectKey[];
  /** Indexes of tables that were not rewritten that got new storage, per table. */
  readonly rebuilt: Readonly<Record<ObjectKey, readonly string[]>>;
  /** Indexes that were not there before, on tables that were. */
  readonly built: readonly ObjectKey[];
  /** Tables read from end to end. */
  readonly scanned: readonly ObjectKey[];
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
    return compare(before, await snapshot(session));
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
    const done = failure ? nothing : compare(before, await snapshot(copy.session));
    // Locks are gone with the statement too: they are watched from outside, in runs of their own.
    const watched = copy.others !== undefined && failure === undefined;
    const locks = watched ? await watch(engine, gates, sql) : {};
    return { ...done, scanned: [], scansSeen: false, locks, locksSeen: watched && gates.length > 0, failure };
  } finally {
    await copy.drop();
  }
}

const nothing: Observation = {
  locks: {},
  locksSeen: true,
  rewritten: [],
  rebuilt: {},
  built: [],
  scanned: [],
  scansSeen: true,
  failure: undefined,
};

interface Relation {
  readonly oid: number;
  readonly name: ObjectKey;
  readonly kind: 'r' | 'p' | 'v' | 'm' | 'i' | 'I';
  readonly file: number;
  readonly size: number;
  readonly table: number | null;
}

interface Snapshot {
  readonly relations: readonly Relation[];
  readonly locks: readonly { readonly oid: number; readonly mode: string }[];
  readonly scans: Readonly<Record<string, number>>;
}

const snapshotQuery = `
SELECT json_build_object(
  'relations', (SELECT coalesce(json_agg(json_build_object('oid', c.oid::int8, 'name', n.nspname || '.' || c.relname,
      'kind', c.relkind, 'file', c.relfilenode::int8, 'size', CASE WHEN c.relkind IN ('r', 'm') THEN pg_relation_size(c.oid) ELSE 0 END,
      'table', i.indrelid::int8)), '[]')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
    WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p', 'v', 'm', 'i', 'I')),
  'locks', (SELECT coalesce(json_agg(json_build_object('oid', relation::int8, 'mode', mode)), '[]')
    FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted),
  'scans', (SELECT coalesce(json_object_agg(relid::int8, seq_scan), '{}') FROM pg_stat_xact_user_tables WHERE seq_scan > 0))`;

function snapshot(session: Session): Promise<Snapshot> {
  return session.json<Snapshot>(snapshotQuery);
}

function compare(before: Snapshot, after: Snapshot): Observation {
  const tables = new Map([...after.relations, ...before.relations].map((relation) => [relation.oid, relation]));
  const rewritten = before.relations.filter((old) => isRewritten(old, after)).map(({ oid }) => oid);
  const nameOf = (oid: number): ObjectKey => tables.get(oid)?.name ?? String(oid);
  return {
    locks: newLocks(before, after, tables),
    locksSeen: true,
    rewritten: rewritten.map(nameOf).sort(),
    rebuilt: rebuiltIndexes(before, after, rewritten, nameOf),
    built: after.relations
      .filter(
        ({ kind, name, table }) => kind === 'i' && !has(before, name) && before.relations.some((r) => r.oid === table),
      )
      .map(({ name }) => name)
      .sort(),
    scanned: Object.keys(after.scans)
      .filter((oid) => (after.scans[oid] ?? 0) > (before.scans[oid] ?? 0) && tables.has(Number(oid)))
      .map((oid) => nameOf(Number(oid)))
      .sort(),
    scansSeen: true,
    failure: undefined,
  };
}

function has({ relations }: Snapshot, name: ObjectKey): boolean {
  return relations.some((relation) => relation.name === name);
}

/** New storage, unless it is there because the table was emptied. */
function isRewritten(old: Relation, after: Snapshot): boolean {
  if (old.kind !== 'r' && old.kind !== 'm') return false;
  const now = after.relations.find(({ oid }) => oid === old.oid);
  return now !== undefined && now.file !== old.file && (now.size > 0 || old.size === 0);
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
    const now =
      after.relations.find(({ oid }) => oid === old.oid) ?? after.relations.find(({ name }) => name === old.name);
    const table = after.relations.find(({ oid }) => oid === old.table);
    const emptied = table?.size === 0 && before.relations.some(({ oid, size }) => oid === table.oid && size > 0);
    if (now === undefined || now.file === old.file || emptied) continue;
    (rebuilt[nameOf(old.table)] ??= []).push(old.name.slice(old.name.indexOf('.') + 1));
  }
  for (const names of Object.values(rebuilt)) names.sort();
  return rebuilt;
}

function newLocks(before: Snapshot, after: Snapshot, tables: ReadonlyMap<number, Relation>): Observation['locks'] {
  const held = new Set(before.locks.map(({ oid, mode }) => `${oid} ${mode}`));
  const locks: Record<ObjectKey, LockMode> = {};
  for (const { oid, mode } of after.locks) {
    const relation = tables.get(oid);
    if (relation === undefined || relation.kind === 'i' || relation.kind === 'I' || held.has(`${oid} ${mode}`))
      continue;
    keepStrongest(locks, relation.name, modeOf(mode));
  }
  return locks;
}

async function must(id: string, session: Session, sql: string): Promise<void> {
  const failure = await session.run(sql);
  if (failure) throw new Error(`case ${id}: ${sql}: ${failure.code} ${failure.message}`);
}
