import type { PGliteInterface } from 'pglite18';
import type { Schema } from '../../src/core/schema.js';
import { displayType } from '../../src/core/type.js';

/** A schema as sorted lines of text, so that a difference shows where it is. */
export type Listing = readonly string[];

const inUserSchemas = `n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg_toast%'`;

const queries = [
  `SELECT 'table ' || n.nspname || '.' || c.relname
     || CASE c.relpersistence WHEN 'u' THEN ' unlogged' WHEN 't' THEN ' temporary' ELSE '' END
     || CASE WHEN c.relkind = 'p' THEN ' partitioned' ELSE '' END
     || CASE WHEN c.relispartition THEN ' partition' ELSE '' END
     || CASE WHEN c.relrowsecurity THEN ' row-security' ELSE '' END
     || coalesce((SELECT ' under ' || string_agg(pn.nspname || '.' || p.relname, ',' ORDER BY p.relname)
        FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
        WHERE i.inhrelid = c.oid), '') AS line
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND ${inUserSchemas}`,
  `SELECT 'column ' || n.nspname || '.' || c.relname || '.' || a.attname || ' '
     || regexp_replace(replace(format_type(a.atttypid, a.atttypmod), '"', ''), '^[a-z]+\\.', '')
     || CASE WHEN a.attnotnull THEN ' not-null' ELSE '' END
     || CASE WHEN a.attgenerated <> '' THEN ' generated' WHEN d.oid IS NOT NULL THEN ' default' ELSE '' END
     || CASE a.attidentity WHEN 'a' THEN ' always' WHEN 'd' THEN ' by-default' ELSE '' END
     || CASE WHEN a.attislocal THEN '' ELSE ' inherited' END AS line
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ${inUserSchemas}`,
  `SELECT 'constraint ' || n.nspname || '.' || c.relname || ' ' || k.conname || ' ' || k.contype::text
     || ' (' || coalesce((SELECT string_agg(a.attname, ',' ORDER BY a.attname)
        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey)), '') || ')'
     || CASE WHEN k.convalidated THEN '' ELSE ' not-valid' END
     || CASE WHEN k.contype <> 'f' THEN '' ELSE ' -> ' || fn.nspname || '.' || f.relname || ' ('
        || (SELECT string_agg(a.attname, ',' ORDER BY a.attname) FROM pg_attribute a
            WHERE a.attrelid = f.oid AND a.attnum = ANY (k.confkey)) || ')' END AS line
   FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
   LEFT JOIN pg_constraint above ON above.oid = k.conparentid
   WHERE k.contype IN ('c', 'f', 'p', 'u', 'x') AND above.conrelid IS DISTINCT FROM k.conrelid AND ${inUserSchemas}`,
  `SELECT 'index ' || n.nspname || '.' || c.relname || ' on ' || t.relname
     || CASE WHEN i.indisunique THEN ' unique' ELSE '' END || CASE WHEN i.indisvalid THEN '' ELSE ' invalid' END
     || ' ' || m.amname || ' ' || i.indnkeyatts || '+' || (i.indnatts - i.indnkeyatts)
     || coalesce((SELECT ' part of ' || p.relname FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent
        WHERE h.inhrelid = c.oid), '')
     || coalesce((SELECT ' for ' || k.conname FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')), '')
     AS line
   FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
   JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am m ON m.oid = c.relam WHERE ${inUserSchemas}`,
  `SELECT 'view ' || n.nspname || '.' || c.relname || CASE c.relkind WHEN 'm' THEN ' materialized' ELSE '' END
     || CASE WHEN c.relispopulated THEN '' ELSE ' empty' END
     || coalesce((SELECT ' reads ' || string_agg(DISTINCT dn.nspname || '.' || d.relname, ',')
        FROM pg_rewrite r JOIN pg_depend p ON p.objid = r.oid AND p.classid = 'pg_rewrite'::regclass
        JOIN pg_class d ON d.oid = p.refobjid AND p.refclassid = 'pg_class'::regclass AND d.oid <> c.oid
        JOIN pg_namespace dn ON dn.oid = d.relnamespace WHERE r.ev_class = c.oid), '') AS line
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND ${inUserSchemas}`,
  `SELECT DISTINCT 'view column ' || n.nspname || '.' || c.relname || ' ' || dn.nspname || '.' || d.relname || '.' || a.attname AS line
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_rewrite r ON r.ev_class = c.oid
   JOIN pg_depend p ON p.objid = r.oid AND p.classid = 'pg_rewrite'::regclass AND p.refobjsubid > 0
   JOIN pg_class d ON d.oid = p.refobjid AND p.refclassid = 'pg_class'::regclass AND d.oid <> c.oid
     AND d.relkind IN ('r', 'p')
   JOIN pg_namespace dn ON dn.oid = d.relnamespace JOIN pg_attribute a ON a.attrelid = d.oid AND a.attnum = p.refobjsubid
   WHERE c.relkind IN ('v', 'm') AND ${inUserSchemas}`,
  `SELECT 'sequence ' || n.nspname || '.' || c.relname || coalesce(' of ' || t.relname || '.' || a.attname, '') AS line
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_depend p ON p.objid = c.oid AND p.classid = 'pg_class'::regclass AND p.deptype IN ('a', 'i') AND p.refobjsubid > 0
   LEFT JOIN pg_class t ON t.oid = p.refobjid LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = p.refobjsubid
   WHERE c.relkind = 'S' AND ${inUserSchemas}`,
  `SELECT 'enum ' || n.nspname || '.' || t.typname || ' ' || string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) AS line
   FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace GROUP BY n.nspname, t.typname`,
  `SELECT 'domain ' || n.nspname || '.' || t.typname || ' ' || format_type(t.typbasetype, t.typtypmod)
     || CASE WHEN t.typnotnull THEN ' not-null' ELSE '' END || CASE WHEN t.typdefault IS NULL THEN '' ELSE ' default' END
     || coalesce((SELECT ' ' || string_agg(k.conname || CASE WHEN k.convalidated THEN '' ELSE ':not-valid' END, ',' ORDER BY k.conname)
        FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '') AS line
   FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND ${inUserSchemas}`,
  `SELECT 'trigger ' || n.nspname || '.' || c.relname || ' ' || t.tgname || CASE t.tgenabled WHEN 'D' THEN ' disabled' ELSE '' END AS line
   FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal`,
  `SELECT 'policy ' || n.nspname || '.' || c.relname || ' ' || p.polname AS line
   FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace`,
];

/** The schema as PostgreSQL's own catalogue has it. */
export async function listCatalogue(database: PGliteInterface): Promise<Listing> {
  const { rows } = await database.query<{ line: string }>(queries.join(' UNION ALL '));
  return rows.map(({ line }) => line.replaceAll(/\bpg_temp_\d+\./g, 'pg_temp.')).sort();
}

/** The schema as the replay has it, in the same words. */
export function listSchema(schema: Schema): Listing {
  const lines = [...tablesOf(schema), ...relationsOf(schema), ...typesOf(schema)];
  const temporary = temporaryNames(schema);
  return lines
    .map((line) => line.replace(/public\.(\w+)/, (key, name: string) => (temporary.has(key) ? `pg_temp.${name}` : key)))
    .sort();
}

/** What the replay keeps under the name it was given although PostgreSQL has it in a schema of the session's own. */
function temporaryNames(schema: Schema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { key, persistence } of schema.tables.values()) {
    if (persistence !== 'temporary') continue;
    for (const name of [key, ...(schema.indexesOf.get(key) ?? []), ...(schema.sequencesOf.get(key) ?? [])])
      names.add(name);
  }
  return names;
}

function when(condition: boolean | undefined, text: string): string {
  return condition === true ? text : '';
}

function tablesOf(schema: Schema): string[] {
  const lines: string[] = [];
  for (const table of schema.tables.values()) {
    const parents = [...(table.partitionOf === undefined ? [] : [table.partitionOf.parent]), ...table.inherits];
    const persistence = table.persistence === 'permanent' ? '' : ` ${table.persistence}`;
    lines.push(
      `table ${table.key}${persistence}${when(table.partitionBy !== undefined, ' partitioned')}` +
        when(table.partitionOf !== undefined, ' partition') +
        when(table.rowSecurity, ' row-security') +
        when(parents.length > 0, ` under ${[...parents].sort().join()}`),
    );
    for (const column of table.columns.values()) {
      const type = column.type === undefined ? 'unknown' : displayType(column.type).replace(/^[a-z]+\./, '');
      const { inherited } = column as { inherited?: boolean };
      lines.push(
        `column ${table.key}.${column.name} ${type}${when(column.notNull === true || column.notNull === 'not-valid', ' not-null')}` +
          when(column.generated !== undefined, ' generated') +
          when(column.default !== undefined, ' default') +
          when(column.identity !== undefined, ` ${column.identity?.when ?? ''}`) +
          when(inherited, ' inherited'),
      );
    }
    for (const constraint of table.constraints) {
      const { definition } = constraint;
      const letters = {
        check: 'c',
        'foreign-key': 'f',
        'primary-key': 'p',
        unique: 'u',
        exclude: 'x',
        'not-null': 'n',
      };
      if (definition.kind === 'not-null') continue;
      const target = definition.kind === 'foreign-key' ? [...definition.referencedColumns].sort().join() : '';
      lines.push(
        `constraint ${table.key} ${constraint.name} ${letters[definition.kind]} (${[...constraint.columns].sort().join()})` +
          when(!constraint.valid, ' not-valid') +
          when(constraint.references !== undefined, ` -> ${constraint.references ?? ''} (${target})`),
      );
    }
    for (const { name, enabled } of table.triggers)
      lines.push(`trigger ${table.key} ${name}${when(!enabled, ' disabled')}`);
    for (const policy of table.policies) lines.push(`policy ${table.key} ${policy}`);
  }
  return lines;
}

function bare(key: string | undefined): string {
  return key?.slice(key.indexOf('.') + 1) ?? '';
}

function relationsOf(schema: Schema): string[] {
  const lines: string[] = [];
  for (const index of schema.indexes.values()) {
    lines.push(
      `index ${index.key} on ${bare(index.table)}${when(index.unique, ' unique')}${when(!index.valid, ' invalid')}` +
        ` ${index.method} ${index.keys.length}+${index.include.length}` +
        when(index.partitionOf !== undefined, ` part of ${bare(index.partitionOf)}`) +
        when(index.constraint !== undefined, ` for ${index.constraint ?? ''}`),
    );
  }
  for (const view of schema.views.values()) {
    lines.push(
      `view ${view.key}${when(view.materialized, ' materialized')}${when(!view.populated, ' empty')}` +
        when(view.relations.length > 0, ` reads ${[...view.relations].sort().join()}`),
    );
    for (const [relation, columns] of view.columns) {
      if (schema.views.has(relation)) continue;
      for (const column of columns) lines.push(`view column ${view.key} ${relation}.${column}`);
    }
  }
  for (const { key, ownedBy } of schema.sequences.values()) {
    lines.push(`sequence ${key}${when(ownedBy !== undefined, ` of ${bare(ownedBy?.table)}.${ownedBy?.column ?? ''}`)}`);
  }
  return lines;
}

function typesOf(schema: Schema): string[] {
  return [...schema.types.values()].flatMap((type) => {
    if (type.kind === 'enum') return [`enum ${type.key} ${type.labels.map(({ label }) => label).join()}`];
    if (type.kind !== 'domain') return [];
    const checks = type.checks.map(({ name, valid }) => name + when(!valid, ':not-valid')).sort();
    return [
      `domain ${type.key} ${displayType(type.base)}${when(type.notNull, ' not-null')}` +
        when(type.default !== undefined, ' default') +
        when(checks.length > 0, ` ${checks.join()}`),
    ];
  });
}
