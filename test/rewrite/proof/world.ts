import type { BareEngine, Failure, Session } from '../../proof/engines/engine.js';
import type { PlanCase } from './case.js';
import { statementsOf } from './statements.js';

/** What a server has unless somebody configured it; older builds of PGlite come with other settings. */
const usualSettings = [
  'SET search_path = "$user", public',
  'SET enable_seqscan = on',
  'SET enable_indexscan = on',
  'SET enable_indexonlyscan = on',
  'SET enable_bitmapscan = on',
];

/** Empties the database and builds the schema of a case in it, with its rows. */
export async function build({ session }: BareEngine, { setup }: Pick<PlanCase, 'setup'>): Promise<void> {
  await session.run('ROLLBACK');
  const schemas = await session.json<string[]>(userSchemas);
  for (const schema of schemas) await must(session, `DROP SCHEMA ${schema} CASCADE`);
  await must(session, 'CREATE SCHEMA public');
  await connectAnew(session);
  for (const { text } of statementsOf(setup)) await must(session, text);
  // The planner and the observation both want to know that there are rows.
  for (const table of await tablesOf(session)) await must(session, `ANALYZE ${table}`);
}

const userSchemas = `SELECT coalesce(json_agg(quote_ident(nspname)), '[]') FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`;

/** What a new connection would find: no settings, temporary objects or prepared statements of the one before it. */
export async function connectAnew(session: Session): Promise<void> {
  await must(session, 'DISCARD ALL');
  for (const setting of usualSettings) await must(session, setting);
}

/** All tables that hold rows themselves, quoted where they must be. */
export async function tablesOf(session: Session): Promise<readonly string[]> {
  return session.json<string[]>(`SELECT coalesce(json_agg(oid::regclass::text ORDER BY oid), '[]') FROM pg_class
    WHERE relkind = 'r' AND relnamespace IN (SELECT oid FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname <> 'information_schema')`);
}

/** Runs a statement of the harness's own, or one that a case promises to work. */
export async function must(session: Session, sql: string): Promise<void> {
  const failure = await session.run(sql);
  if (failure) throw new Error(told(failure, sql));
}

/** A failure with the statement it happened in. */
export function told({ code, message }: Failure, sql: string): string {
  return `${code} ${message}\n    in: ${sql.trim()}`;
}
