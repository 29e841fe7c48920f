import type { LockMode } from '../../src/core/lock.js';
import type { ObjectKey } from '../../src/core/name.js';
import type { ProofCase } from './cases/case.js';
import type { Engine, Failure, FreshCopy } from './engines/engine.js';
import { keepStrongest, modeOf } from './strongest.js';

/** As in an observation, but collected while the statement runs. */
interface WatchedLocks {
  readonly locks: Record<ObjectKey, LockMode>;
  readonly lesserLocks: Record<ObjectKey, LockMode>;
}

/**
 * The locks of a statement that cannot run in a transaction. A second session holds a lock the statement must wait
 * for, and a third reads in pg_locks what the statement holds and asks for until it is done; one run per gate.
 */
export async function watch(
  engine: Engine,
  gates: NonNullable<ProofCase['gates']>,
  sql: string,
): Promise<WatchedLocks> {
  const watched: WatchedLocks = { locks: {}, lesserLocks: {} };
  for (const gate of gates) {
    const copy = await engine.fresh();
    try {
      if (copy.others) await watchGate(copy, copy.others, gate, sql, watched);
    } finally {
      await copy.drop();
    }
  }
  return watched;
}

async function watchGate(
  { session }: FreshCopy,
  { blocker, monitor }: NonNullable<FreshCopy['others']>,
  [mode, relation]: readonly [string, string],
  sql: string,
  { locks, lesserLocks }: WatchedLocks,
): Promise<void> {
  const pid = await session.json<number>('SELECT to_json(pg_backend_pid())');
  const relations = new Map<number, Seen['relations'][number]>();
  const look = async (stopped = true): Promise<boolean> => {
    // Names are read each time: a relation may be gone at the end and may not be there at the start.
    const seen = await monitor.json<Seen>(seenQuery(pid));
    for (const relation of seen.relations) relations.set(relation.oid, relation);
    for (const { oid, mode } of seen.locks) {
      const relation = relations.get(oid);
      // What an index sees in the moments after the last stop is luck: DROP INDEX CONCURRENTLY takes ACCESS EXCLUSIVE on
      // it once nobody can find it any more.
      if (relation && (stopped || !relation.lesser))
        keepStrongest(relation.lesser ? lesserLocks : locks, relation.name, modeOf(mode));
    }
    return seen.locks.some(({ granted }) => !granted) || seen.waiting;
  };
  await look();
  await blocker.run('BEGIN');
  const closed = await blocker.run(
    mode === 'read' ? `SELECT 1 FROM ${relation} LIMIT 1` : `LOCK TABLE ${relation} IN ${mode} MODE`,
  );
  if (closed) throw new Error(`the gate ${mode} on ${relation}: ${closed.message}`);
  let done = false;
  const running = session.run(sql).then((failure: Failure | undefined) => {
    done = true;
    return failure;
  });
  await until(async () => done || (await look()));
  await look();
  await blocker.run('COMMIT');
  await until(async () => done || ((await look(false)) && false));
  await running;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('a statement of the proof neither waited nor ended within ten seconds');
  }
}

interface Seen {
  readonly relations: readonly { readonly oid: number; readonly name: ObjectKey; readonly lesser: boolean }[];
  readonly locks: readonly { readonly oid: number; readonly mode: string; readonly granted: boolean }[];
  readonly waiting: boolean;
}

const seenQuery = (pid: number): string => `
SELECT json_build_object(
  'relations', (SELECT json_agg(json_build_object('oid', c.oid::int8, 'name', n.nspname || '.' || c.relname, 'lesser', c.relkind IN ('i', 'I', 'S')))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p', 'v', 'm', 'i', 'I', 'S')),
  'locks', (SELECT coalesce(json_agg(json_build_object('oid', relation::int8, 'mode', mode, 'granted', granted)), '[]')
    FROM pg_locks WHERE pid = ${pid} AND locktype = 'relation'),
  'waiting', (SELECT coalesce(bool_or(wait_event_type = 'Lock'), false) FROM pg_stat_activity WHERE pid = ${pid}))`;
