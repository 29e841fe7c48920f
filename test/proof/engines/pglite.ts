import type { PostgresVersion } from '../../../src/core/postgres-version.js';
import { plannerSettings, schemaSql } from '../schema.js';
import { releaseQuery } from './engine.js';
import type { BareEngine, Engine, Failure, Session } from './engine.js';

/** What the three PGlite packages share; their own types differ in details that do not matter here. */
interface Database {
  readonly waitReady: Promise<void>;
  exec(sql: string): Promise<unknown>;
  query(sql: string): Promise<{ rows: unknown[] }>;
  close(): Promise<void>;
}

const builds = {
  16: async (): Promise<Database> => new (await import('pglite16')).PGlite(),
  17: async (): Promise<Database> => new (await import('pglite17')).PGlite(),
  18: async (): Promise<Database> => new (await import('pglite18')).PGlite(),
};

export type PgliteVersion = keyof typeof builds;
export const pgliteVersions: readonly PgliteVersion[] = [16, 17, 18];

/** Starts PostgreSQL inside Node and builds the schema of the proof in it. */
export async function startPglite(version: PgliteVersion): Promise<Engine> {
  const database = await builds[version]();
  const engine = await openDatabase(database, version);
  const { session } = engine;
  await database.exec('SET allow_in_place_tablespaces = on');
  await database.exec("CREATE TABLESPACE elsewhere LOCATION ''");
  await database.exec(plannerSettings);
  await database.exec(schemaSql(version));
  return {
    ...engine,
    fresh: async () => {
      // There is one database and one connection: the copy is the original, built anew when it has been changed.
      const before = await session.json<string>(fingerprint);
      const drop = async (): Promise<void> => {
        if ((await session.json<string>(fingerprint)) !== before) await rebuild(database, version);
      };
      return { session, others: undefined, drop };
    },
  };
}

/** Starts PostgreSQL inside Node with nothing in it. */
export async function openPglite(version: PgliteVersion): Promise<BareEngine> {
  return openDatabase(await builds[version](), version);
}

async function openDatabase(database: Database, version: PgliteVersion): Promise<BareEngine> {
  await database.waitReady;
  const session = sessionOf(database);
  const release = await session.json<string>(releaseQuery);
  return {
    name: `PGlite ${release}`,
    release,
    version,
    concurrently: version !== 17,
    session,
    close: () => database.close(),
  };
}

/** Changes with anything the statements that refuse a transaction block can change. */
const fingerprint = `SELECT to_json(md5(
  (SELECT string_agg(c.*::text, '' ORDER BY oid) FROM pg_class c WHERE relnamespace > 16000 OR relnamespace = 2200) ||
  (SELECT string_agg(e.*::text, '' ORDER BY oid) FROM pg_enum e) ||
  (SELECT string_agg(i.*::text, '' ORDER BY inhrelid) FROM pg_inherits i) ||
  (SELECT string_agg(i.indexrelid || i.indisvalid::text, '' ORDER BY indexrelid) FROM pg_index i)))`;

async function rebuild(database: Database, version: PostgresVersion): Promise<void> {
  await database.exec('DROP SCHEMA IF EXISTS app, moved CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  await database.exec(schemaSql(version));
}

function sessionOf(database: Database): Session {
  return {
    async run(sql) {
      try {
        await database.exec(sql);
        return undefined;
      } catch (error) {
        return failureOf(error);
      }
    },
    async json<T>(sql: string): Promise<T> {
      const { rows } = await database.query(sql);
      // The query returns one row with one JSON value; its shape is the caller's word.
      return Object.values(rows[0] as Record<string, unknown>)[0] as T;
    },
  };
}

function failureOf(error: unknown): Failure {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return { code: error.code, message: error.message };
  }
  throw error;
}
