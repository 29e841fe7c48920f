/** The tools that run migrations, as the configuration names them. `plain`: numbered SQL files run by something unknown. */
export const runnerIds = [
  'atlas',
  'dbmate',
  'diesel',
  'drizzle',
  'flyway',
  'golang-migrate',
  'goose',
  'liquibase',
  'node-pg-migrate',
  'plain',
  'prisma',
  'rails-structure',
  'sqitch',
  'sqlx',
  'supabase',
] as const;

export type RunnerId = (typeof runnerIds)[number];

/**
 * What shares a transaction when the file does not ask for anything else. Statements that run alone are those that
 * PostgreSQL refuses inside a transaction, such as CREATE INDEX CONCURRENTLY.
 *
 * - `file`: BEGIN and COMMIT around each file, whatever it holds;
 * - `message`: the file is one message to the server. Several statements share the transaction that PostgreSQL opens for
 *   it, a single one runs on its own. https://www.postgresql.org/docs/current/protocol-flow.html (multiple statements in
 *   a simple query)
 * - `statement`: each statement is on its own;
 * - `file-unless-all-alone`: as `file`, except for files in which every statement runs alone;
 * - `file-unless-any-alone`: as `file`, except for files in which any statement runs alone;
 * - `around-alone`: statements that run alone do so, what stands before, between and after them shares transactions;
 * - `batch`: all files that have not run yet.
 */
export type TransactionModel =
  'file' | 'message' | 'statement' | 'file-unless-all-alone' | 'file-unless-any-alone' | 'around-alone' | 'batch';

/** What is known of the runner of one file. */
export interface FileRunner {
  readonly id: RunnerId;
  readonly transaction: TransactionModel;
  /** What a file shares a transaction with that asks for none: some runners still send it as one message. */
  readonly withoutTransaction: 'statement' | 'message';
  /** What is said about the file's transaction outside its text. */
  readonly stated?: 'file' | 'none';
  /** Whether it is beyond doubt that this is the runner. */
  readonly certain: boolean;
}
