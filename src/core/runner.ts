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
 * How a runner sends a file to PostgreSQL, when the file does not ask for anything else:
 *
 * - `explicit`: BEGIN and COMMIT of its own around each file;
 * - `implicit`: the text as one message. Several statements share a transaction, which PostgreSQL opens for the message;
 *   a single one runs on its own. https://www.postgresql.org/docs/current/protocol-flow.html (multiple statements in a
 *   simple query)
 * - `statement`: each statement on its own;
 * - `split`: statements that no transaction may hold run on their own, the others before and after them together;
 * - `by-content`: BEGIN and COMMIT around a file, unless all it holds are statements that no transaction may hold;
 * - `batch`: one transaction around all files that have not run yet.
 */
export type TransactionModel = 'explicit' | 'implicit' | 'statement' | 'split' | 'by-content' | 'batch';
