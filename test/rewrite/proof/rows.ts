import type { Session } from '../../proof/engines/engine.js';

/** The rows of each table and materialized view as sorted JSON, columns by name. */
export type Rows = Readonly<Record<string, readonly string[]>>;

/** What stands in place of a value that is another in each run. */
const present = '(a value)';

/** All rows of all tables. Of volatile columns (`public.users.token`) it is only told whether there is a value. */
export async function rowsOf(session: Session, volatile: readonly string[]): Promise<Rows> {
  const tables = await session.json<Record<string, string>>(tablesQuery);
  if (Object.keys(tables).length === 0) return {};
  const parts = Object.entries(tables).map(
    ([name, quoted]) =>
      `'${name.replaceAll("'", "''")}', (SELECT coalesce(json_agg(to_jsonb(t)), '[]') FROM ONLY ${quoted} t)`,
  );
  const content = await session.json<Record<string, Record<string, unknown>[]>>(
    `SELECT json_build_object(${parts.join(', ')})`,
  );
  return Object.fromEntries(
    Object.entries(content).map(([table, rows]) => {
      const veiled = volatile
        .filter((column) => column.startsWith(`${table}.`))
        .map((column) => column.slice(table.length + 1));
      return [table, rows.map((row) => JSON.stringify(inOrder(row, veiled))).sort()];
    }),
  );
}

/** How far each sequence has come. */
export async function sequencesOf(session: Session): Promise<Readonly<Record<string, number>>> {
  return session.json(`SELECT coalesce(json_object_agg(n.nspname || '.' || c.relname, coalesce(pg_sequence_last_value(c.oid), 0)), '{}')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND ${inUserSchemas}`);
}

function inOrder(row: Record<string, unknown>, veiled: readonly string[]): readonly (readonly [string, unknown])[] {
  return Object.entries(row)
    .map(([column, value]) => [column, veiled.includes(column) && value !== null ? present : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const inUserSchemas = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

const tablesQuery = `SELECT coalesce(json_object_agg(n.nspname || '.' || c.relname, c.oid::regclass::text), '{}')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE (c.relkind = 'r' OR c.relkind = 'm' AND c.relispopulated) AND ${inUserSchemas}`;
