import type { Session } from '../../proof/engines/engine.js';

/** A schema as PostgreSQL's catalogue has it: per object (`column public.users.email`) all that is known of it. */
export type Catalogue = Readonly<Record<string, string>>;

/** Everything users can make, by name, so that neither the order of columns nor the history of an object is seen. */
export async function catalogueOf(session: Session): Promise<Catalogue> {
  // One query, because each costs a PostgreSQL in WebAssembly some time, however small it is.
  const lines = await session.json<[string, Record<string, unknown>][]>(
    `SELECT coalesce(json_agg(json_build_array(subject, facts)), '[]') FROM (${queries.join('\nUNION ALL\n')}) objects`,
  );
  return Object.fromEntries(lines.map(([subject, facts]) => [subject, told(facts)]));
}

/** What is not set is left out, as is what older versions do not have. */
function told(facts: Record<string, unknown>): string {
  return Object.entries(facts)
    .filter(([, fact]) => fact !== null && fact !== '' && fact !== false)
    .map(([name, fact]) => `${name}=${typeof fact === 'string' ? fact : JSON.stringify(fact)}`)
    .join(' ');
}

const inUserSchemas = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

/** A column of the catalogue that older versions do not have. */
function newer(alias: string, column: string): string {
  return `'${column}', to_jsonb(${alias})->'${column}'`;
}

function comment(oid: string, catalogue: string, column = '0'): string {
  return `'comment', (SELECT description FROM pg_description
    WHERE objoid = ${oid} AND classoid = '${catalogue}'::regclass AND objsubid = ${column})`;
}

/** Not brought along by an extension. */
function own(oid: string, catalogue: string): string {
  return `NOT EXISTS (SELECT FROM pg_depend WHERE objid = ${oid} AND classid = '${catalogue}'::regclass AND deptype = 'e')`;
}

const relation = `n.nspname || '.' || c.relname`;
const relations = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`;

const queries: readonly string[] = [
  `SELECT 'schema ' || n.nspname AS subject,
     json_build_object('privileges', n.nspacl::text, ${comment('n.oid', 'pg_namespace')}) AS facts
   FROM pg_namespace n WHERE ${inUserSchemas}`,

  `SELECT 'table ' || ${relation} AS subject, json_build_object(
     'kind', c.relkind, 'persistence', c.relpersistence, 'replica identity', c.relreplident,
     'row security', c.relrowsecurity, 'forced', c.relforcerowsecurity, 'options', c.reloptions::text,
     'privileges', c.relacl::text, 'owner', c.relowner::regrole, 'tablespace', nullif(c.reltablespace, 0),
     'partition by', pg_get_partkeydef(c.oid), 'bound', pg_get_expr(c.relpartbound, c.oid),
     'under', (SELECT string_agg(inhparent::regclass::text, ',' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = c.oid),
     ${comment('c.oid', 'pg_class')}) AS facts
   FROM ${relations} WHERE c.relkind IN ('r', 'p', 'f') AND ${inUserSchemas}`,

  `SELECT 'column ' || ${relation} || '.' || a.attname AS subject, json_build_object(
     'type', format_type(a.atttypid, a.atttypmod), 'not null', a.attnotnull,
     'default', pg_get_expr(d.adbin, d.adrelid), 'identity', a.attidentity, ${newer('a', 'attgenerated')},
     'collation', (SELECT collname FROM pg_collation WHERE oid = a.attcollation), 'storage', a.attstorage,
     ${newer('a', 'attcompression')}, 'statistics', nullif(a.attstattarget, -1), 'privileges', a.attacl::text,
     'options', a.attoptions::text, 'inherited', NOT a.attislocal, 'parents', nullif(a.attinhcount, 0),
     ${comment('c.oid', 'pg_class', 'a.attnum')}) AS facts
   FROM pg_attribute a JOIN (${relations}) ON c.oid = a.attrelid
   LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND a.attnum > 0 AND NOT a.attisdropped AND ${inUserSchemas}`,

  `SELECT 'constraint ' || coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text) || '.' || k.conname AS subject,
     json_build_object('is', pg_get_constraintdef(k.oid), 'type', k.contype, 'not valid', NOT k.convalidated,
     'deferrable', k.condeferrable, 'deferred', k.condeferred, 'no inherit', k.connoinherit AND k.contype IN ('c', 'n'),
     ${newer('k', 'conenforced')}, 'inherited', NOT k.conislocal, 'parents', nullif(k.coninhcount, 0),
     'index', nullif(k.conindid, 0)::regclass, ${comment('k.oid', 'pg_constraint')}) AS facts
   FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE k.contype <> 't' AND ${inUserSchemas}`,

  `SELECT 'index ' || ${relation} AS subject, json_build_object('is', pg_get_indexdef(c.oid),
     'invalid', NOT i.indisvalid, 'not ready', NOT i.indisready, 'primary', i.indisprimary,
     'deferrable', NOT i.indimmediate, 'clustered', i.indisclustered, 'replica identity', i.indisreplident,
     'under', (SELECT inhparent::regclass FROM pg_inherits WHERE inhrelid = c.oid), ${comment('c.oid', 'pg_class')}) AS facts
   FROM pg_index i JOIN (${relations}) ON c.oid = i.indexrelid WHERE ${inUserSchemas}`,

  `SELECT 'trigger ' || ${relation} || '.' || t.tgname AS subject, json_build_object('is', pg_get_triggerdef(t.oid),
     'enabled', t.tgenabled, ${comment('t.oid', 'pg_trigger')}) AS facts
   FROM pg_trigger t JOIN (${relations}) ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND ${inUserSchemas}`,

  `SELECT 'rule ' || ${relation} || '.' || r.rulename AS subject, json_build_object('is', pg_get_ruledef(r.oid)) AS facts
   FROM pg_rewrite r JOIN (${relations}) ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN' AND ${inUserSchemas}`,

  `SELECT 'view ' || ${relation} AS subject, json_build_object('is', pg_get_viewdef(c.oid), 'kind', c.relkind,
     'empty', NOT c.relispopulated, 'options', c.reloptions::text, 'privileges', c.relacl::text,
     'owner', c.relowner::regrole, ${comment('c.oid', 'pg_class')}) AS facts
   FROM ${relations} WHERE c.relkind IN ('v', 'm') AND ${inUserSchemas}`,

  `SELECT 'function ' || p.oid::regprocedure AS subject, json_build_object(
     'is', CASE WHEN NOT EXISTS (SELECT FROM pg_aggregate WHERE aggfnoid = p.oid) THEN pg_get_functiondef(p.oid) END,
     'privileges', p.proacl::text, 'owner', p.proowner::regrole, ${comment('p.oid', 'pg_proc')}) AS facts
   FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${own('p.oid', 'pg_proc')} AND ${inUserSchemas}`,

  `SELECT 'sequence ' || ${relation} AS subject, json_build_object('type', s.seqtypid::regtype, 'start', s.seqstart,
     'increment', s.seqincrement, 'min', s.seqmin, 'max', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle,
     'persistence', c.relpersistence, 'privileges', c.relacl::text,
     'owned by', (SELECT refobjid::regclass || '.' || attname || ' ' || deptype::text FROM pg_depend
       JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
       WHERE objid = c.oid AND classid = 'pg_class'::regclass AND deptype IN ('a', 'i') AND refobjsubid > 0),
     ${comment('c.oid', 'pg_class')}) AS facts
   FROM pg_sequence s JOIN (${relations}) ON c.oid = s.seqrelid WHERE ${inUserSchemas}`,

  `SELECT 'type ' || n.nspname || '.' || t.typname AS subject, json_build_object('kind', t.typtype,
     'base', format_type(nullif(t.typbasetype, 0), t.typtypmod), 'not null', t.typnotnull, 'default', t.typdefault,
     'labels', (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
     'privileges', t.typacl::text, ${comment('t.oid', 'pg_type')}) AS facts
   FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
   WHERE (t.typtype IN ('e', 'd', 'r', 'm') OR c.relkind = 'c') AND ${own('t.oid', 'pg_type')} AND ${inUserSchemas}`,

  `SELECT 'policy ' || ${relation} || '.' || p.polname AS subject, json_build_object('for', p.polcmd,
     'permissive', p.polpermissive, 'roles', p.polroles::text, 'using', pg_get_expr(p.polqual, p.polrelid),
     'check', pg_get_expr(p.polwithcheck, p.polrelid)) AS facts
   FROM pg_policy p JOIN (${relations}) ON c.oid = p.polrelid WHERE ${inUserSchemas}`,

  `SELECT 'statistics ' || n.nspname || '.' || s.stxname AS subject,
     json_build_object('is', pg_get_statisticsobjdef(s.oid)) AS facts
   FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE ${inUserSchemas}`,

  `SELECT 'publication ' || p.pubname || ' of ' || r.prrelid::regclass AS subject, json_build_object('for', p.pubinsert) AS facts
   FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid`,

  `SELECT 'extension ' || e.extname AS subject, json_build_object('version', e.extversion) AS facts FROM pg_extension e`,
];
