import type { RunnerId } from './runner.js';

/** Comments by which a tool is told how to run an SQL file. */
export interface SqlMarks {
  /** Undefined for tools of which nothing else is known. */
  readonly runner: RunnerId | undefined;
  /** Begins a line, behind the dashes of the comment: what follows runs forwards, or undoes the file. */
  readonly up?: string;
  readonly down?: string;
  /** A line that says that the file runs outside a transaction. */
  readonly withoutTransaction?: RegExp;
  /** A line from which on statements have a transaction of their own, or none if the line says so. */
  readonly section?: RegExp;
}

/** The marks of each tool that has any, with their sources. */
export const sqlMarks = {
  // pressly/goose: internal/sqlparser/parser.go, ParseSQLMigration
  goose: {
    runner: 'goose',
    up: String.raw`\+goose[ \t]+Up`,
    down: String.raw`\+goose[ \t]+Down`,
    withoutTransaction: /^[ \t]*--[ \t]*\+goose[ \t]+NO[ \t]+TRANSACTION\b/im,
  },
  // rubenv/sql-migrate: sqlparse/sqlparse.go, ParseMigration
  sqlMigrate: {
    runner: undefined,
    up: String.raw`\+migrate[ \t]+Up`,
    down: String.raw`\+migrate[ \t]+Down`,
    withoutTransaction: /^[ \t]*--[ \t]*\+migrate[ \t]+Up[ \t]+notransaction\b/im,
  },
  // amacneil/dbmate: pkg/dbmate/migration.go; a file may hold several pairs of parts, each with a transaction of its own
  dbmate: {
    runner: 'dbmate',
    up: 'migrate:up',
    down: 'migrate:down',
    withoutTransaction: /^[ \t]*--[ \t]*migrate:up\b.*\btransaction:false\b/im,
    section: /^[ \t]*--[ \t]*migrate:up\b.*$/gim,
  },
  // elwinar/rambler: README, migrations
  rambler: { runner: undefined, up: String.raw`rambler[ \t]+up`, down: String.raw`rambler[ \t]+down` },
  // salsita/node-pg-migrate: src/sqlMigration.ts, createMigrationCommentRegex
  nodePgMigrate: {
    runner: 'node-pg-migrate',
    up: String.raw`up[ \t]+migration`,
    down: String.raw`down[ \t]+migration`,
  },
  // ariga/atlas: cmd/atlas/internal/cmdapi/migrate.go, txmodeFor
  atlas: { runner: 'atlas', withoutTransaction: /^[ \t]*--[ \t]*atlas:txmode[ \t]+none\b/im },
  // liquibase/liquibase: AbstractFormattedChangeLogParser.java, RUN_IN_TRANSACTION_REGEX
  liquibase: {
    runner: 'liquibase',
    withoutTransaction: /^[ \t]*--[ \t]*changeset\b.*\brunInTransaction:"?false\b/im,
    section: /^[ \t]*--[ \t]*changeset\b.*$/gim,
  },
  // launchbadge/sqlx: sqlx-core/src/migrate/source.rs
  sqlx: { runner: 'sqlx', withoutTransaction: /^[ \t]*--[ \t]*no-transaction\b/im },
  // The settings of Flyway, quoted in a comment; it reads them from a file beside the migration.
  quotedFlyway: { runner: undefined, withoutTransaction: /^[ \t]*--.*\bexecuteInTransaction[ \t]*=[ \t]*false\b/im },
  // The words of Rails, which people also write into SQL.
  quotedRails: { runner: undefined, withoutTransaction: /^[ \t]*(?:--|\/\*).*\bdisable_ddl_transaction\b/im },
} satisfies Readonly<Record<string, SqlMarks>>;

/** Our own marks, for runners that have none. They hold whatever the runner. */
export const ownMarks = {
  withoutTransaction: /^[ \t]*--[ \t]*lockstep:transaction[ \t]+none\b/im,
  inTransaction: /^[ \t]*--[ \t]*lockstep:transaction[ \t]+file\b/im,
} as const;

const all: readonly SqlMarks[] = Object.values(sqlMarks);

/** The marks that a runner heeds; all that anybody does when the runner is not known. */
export function marksOf(runner: RunnerId | undefined): readonly SqlMarks[] {
  return runner === undefined ? all : all.filter((marks) => marks.runner === runner);
}

/** A line that begins a part of a file: `up` and `down` of marks. */
export function partMark(mark: string): RegExp {
  return new RegExp(String.raw`^[ \t]*--[ \t-]*${mark}\b`, 'im');
}
