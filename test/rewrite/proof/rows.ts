import type { Session } from '../../proof/engines/engine.js';

/** The rows of each table and materialized view, sorted: a line of JSON each, columns by name. */
export type Rows = Readonly<Record<string, string>>;

/** All rows of all tables. Of volatile columns (`public.users.token`) it is only told whether there is a value. */
export async function rowsOf(session: Session, volatile: readonly string[]): Promise<Rows> {
  const tables = await session.json<Record<string, string>>(tablesQuery);
  if (Object.keys(tables).length === 0) return {};
  const parts = Object.entries(tables).map(([name, quoted]) => {
    const row = rowText(
      volatile.filter((column) => column.startsWith(`${name}.`)).map((column) => column.slice(name.length + 1)),
    );
    return `${literal(name)}, (SELECT string_agg(line, e'\\n' ORDER BY line) FROM (SELECT ${row} AS line FROM ONLY ${quoted} t) lines)`;
  });
  const rows = await session.json<Record<string, string | null>>(`SELECT json_build_object(${parts.join(', ')})`);
  return Object.fromEntries(Object.entries(rows).map(([table, lines]) => [table, lines ?? '']));
}

/** jsonb brings the columns in an order of its own, the same wherever they stand in the table. */
function rowText(volatile: readonly string[]): string {
  const veiled = volatile.reduce(
    (row, column) =>
      `CASE WHEN ${row}->${literal(column)} <> 'null' THEN ${row} || jsonb_build_object(${literal(column)}, '(a value)') ELSE ${row} END`,
    'to_jsonb(t)',
  );
  return `(${veiled})::text`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** How far each sequence has come. */
export async function sequencesOf(session: Session): Promise<Readonly<Record<string, number>>> {
  return session.json(`SELECT coalesce(json_object_agg(n.nspname || '.' || c.relname, coalesce(pg_sequence_last_value(c.oid), 0)), '{}')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND ${inUserSchemas}`);
}

const inUserSchemas = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

const tablesQuery = `SELECT coalesce(json_object_agg(n.nspname || '.' || c.relname, c.oid::regclass::text), '{}')
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE (c.relkind = 'r' OR c.relkind = 'm' AND c.relispopulated) AND ${inUserSchemas}`;
