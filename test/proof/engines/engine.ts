import type { PostgresVersion } from '../../../src/core/postgres-version.js';

/** How PostgreSQL refused a statement. */
export interface Failure {
  /** The five characters of the SQLSTATE. */
  readonly code: string;
  readonly message: string;
}

/** One connection to a real PostgreSQL. */
export interface Session {
  /** Runs one statement and says how it failed, if it did. */
  run(sql: string): Promise<Failure | undefined>;
  /** Runs one query that returns a single JSON value. Throws when it fails: the harness's own queries must not. */
  json<T>(sql: string): Promise<T>;
}

/** A PostgreSQL with nothing in it. */
export interface BareEngine {
  /** For people: `PGlite 18.6`, `PostgreSQL 15.18`. */
  readonly name: string;
  /** With its minor: `15.18`. */
  readonly release: string;
  readonly version: PostgresVersion;
  /**
   * Whether CONCURRENTLY works. The PGlite build of 17 fails on it with "tuple concurrently updated", an internal
   * error that a single session cannot have.
   */
  readonly concurrently: boolean;
  readonly session: Session;
  close(): Promise<void>;
}

/** A PostgreSQL with the schema of the proof in it. */
export interface Engine extends BareEngine {
  /**
   * A second world for statements that refuse to run in a transaction: a fresh copy of the schema, with as many
   * connections as the engine can give (one for PGlite).
   */
  fresh(): Promise<FreshCopy>;
}

/** A copy of the schema that may be changed for good. */
export interface FreshCopy {
  readonly session: Session;
  /** Connections to watch from and to block with; undefined where the engine has only one. */
  readonly others: { readonly blocker: Session; readonly monitor: Session } | undefined;
  drop(): Promise<void>;
}

/** Answers with the version as `15.18`. */
export const releaseQuery = "SELECT to_json(split_part(current_setting('server_version'), ' ', 1))";
