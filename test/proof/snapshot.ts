import type { ObjectKey } from '../../src/core/name.js';
import type { Session } from './engines/engine.js';

/** A relation of the schema of the proof as the catalogue shows it. */
export interface Relation {
  readonly oid: number;
  readonly name: ObjectKey;
  /** `pg_class.relkind`: table, partitioned table, view, materialized view, index, partitioned index, sequence. */
  readonly kind: 'r' | 'p' | 'v' | 'm' | 'i' | 'I' | 'S';
  /** `pg_class.relfilenode`: changes when the relation is written anew. */
  readonly file: number;
  /** `pg_class.reltuples`, after an ANALYZE; negative when nobody has counted. */
  readonly rows: number;
  /** How often it was read from end to end, so far. */
  readonly scans: number;
  /** How many of its rows this session has changed or deleted, so far. */
  readonly changed: number;
  /** The table of an index. */
  readonly table: number | null;
}

export interface Snapshot {
  readonly relations: readonly Relation[];
  readonly byOid: ReadonlyMap<number, Relation>;
  readonly byName: ReadonlyMap<ObjectKey, Relation>;
  /** The locks this session holds. */
  readonly locks: readonly { readonly oid: number; readonly mode: string }[];
  /** Tables that have new storage because they were emptied. */
  readonly emptied: ReadonlySet<number>;
  /** Tables that were read and hold nothing. */
  readonly hollow: ReadonlySet<number>;
}

/** What the session sees before the statement. */
export async function snapshot(session: Session): Promise<Snapshot> {
  return indexed(await session.json<Catalogue>(catalogue), new Set(), new Set());
}

/** What the session sees after it. */
export async function finished(session: Session, before: Snapshot): Promise<Snapshot> {
  const after = await session.json<Catalogue>(catalogue);
  const moved = after.relations.filter(({ oid, file }) => {
    const old = before.byOid.get(oid);
    return old !== undefined && old.rows > 0 && old.file !== file;
  });
  const read = after.relations.filter(
    ({ oid, rows, scans }) => rows <= 0 && scans > (before.byOid.get(oid)?.scans ?? 0),
  );
  return indexed(after, await emptyOnes(session, moved), await emptyOnes(session, read));
}

type Catalogue = Pick<Snapshot, 'relations' | 'locks'>;

function indexed({ relations, locks }: Catalogue, emptied: ReadonlySet<number>, hollow: ReadonlySet<number>): Snapshot {
  const byOid = new Map(relations.map((relation) => [relation.oid, relation]));
  const byName = new Map(relations.map((relation) => [relation.name, relation]));
  return { relations, byOid, byName, locks, emptied, hollow };
}

const catalogue = `
SELECT json_build_object(
  'relations', (SELECT coalesce(json_agg(json_build_object('oid', c.oid::int8, 'name', n.nspname || '.' || c.relname,
      'kind', c.relkind, 'file', c.relfilenode::int8, 'rows', c.reltuples, 'table', i.indrelid::int8,
      'changed', CASE WHEN c.relkind = 'r' THEN pg_stat_get_xact_tuples_updated(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid) ELSE 0 END,
      'scans', CASE WHEN c.relkind IN ('r', 'm') THEN pg_stat_get_xact_numscans(c.oid) ELSE 0 END)), '[]')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index i ON i.indexrelid = c.oid
    WHERE n.nspname !~ '^(pg_|information_schema)' AND c.relkind IN ('r', 'p', 'v', 'm', 'i', 'I', 'S')),
  'locks', (SELECT coalesce(json_agg(json_build_object('oid', relation::int8, 'mode', mode)), '[]')
    FROM pg_locks WHERE pid IS NOT DISTINCT FROM nullif(pg_backend_pid(), 0) AND locktype = 'relation' AND granted))`;

async function emptyOnes(session: Session, relations: readonly Relation[]): Promise<ReadonlySet<number>> {
  if (relations.length === 0) return new Set();
  const oids = relations.map(({ oid }) => oid).join(', ');
  const empty = await session.json<number[]>(
    `SELECT coalesce(json_agg(oid::int8), '[]') FROM pg_class WHERE oid IN (${oids}) AND pg_relation_size(oid) = 0`,
  );
  return new Set(empty);
}
