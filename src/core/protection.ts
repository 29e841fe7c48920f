import type { Expression } from './expression.js';
import type { ObjectKey, QualifiedName } from './name.js';
import { displayName, objectKey } from './name.js';
import type { ConstraintDefinition, Operation } from './operation.js';
import { indexKey, relationKey, tableOf } from './schema.js';
import type { Constraint, Index, Schema } from './schema.js';
import { listed, shortName } from './wording.js';

type ForeignKey = Extract<ConstraintDefinition, { kind: 'foreign-key' }>;

/** What a constraint or unique index that is about to be dropped keeps out of a table. */
export interface Protection {
  readonly kind: ConstraintDefinition['kind'] | 'unknown';
  readonly table: QualifiedName;
  readonly name: string;
  /** As a message names it: `the constraint users_email_key`. */
  readonly label: string;
  readonly columns: readonly string[];
  /** What may happen without it, after "means that". */
  readonly consequence: string;
  /** Of a CHECK. */
  readonly expression?: Expression;
  /** Of a foreign key. */
  readonly references?: ObjectKey;
  readonly referencedColumns?: readonly string[];
  /** The index behind it, which does not protect any more either. */
  readonly index?: ObjectKey;
}

/** What the operation takes away; undefined when it takes no protection away. */
export function lostProtection(operation: Operation, schema: Schema): Protection | undefined {
  if (operation.kind === 'drop-constraint') {
    const { table, name, ifExists } = operation;
    const known = tableOf(schema, table);
    const constraint = known?.constraints.find((other) => other.name === name);
    if (constraint !== undefined) return ofConstraint(table, constraint);
    return ifExists && known?.complete === true ? undefined : unknown(table, name);
  }
  if (operation.kind === 'drop-index') {
    const index = schema.indexes.get(indexKey(schema, operation.index));
    return index?.unique === true && index.constraint === undefined ? ofIndex(index) : undefined;
  }
  if (operation.kind === 'alter-domain' && operation.change.kind === 'drop-constraint') {
    const domain = displayName(operation.domain);
    const { name } = operation.change;
    return {
      ...unknown(operation.domain, name),
      kind: 'check',
      label: `the constraint ${name} of the domain ${domain}`,
      consequence: `every column of type ${domain} accepts values that it refused`,
    };
  }
  return undefined;
}

/** Whether something else in the schema already keeps the same rows out. */
export function isCoveredBySchema(lost: Protection, schema: Schema): boolean {
  const table = tableOf(schema, lost.table);
  if (table === undefined) return false;
  if (lost.kind === 'unique' || lost.kind === 'primary-key') {
    return [...(schema.indexesOf.get(table.key) ?? [])].some((key) => {
      const index = schema.indexes.get(key);
      return key !== lost.index && index !== undefined && index.valid && isUniqueOver(index, lost.columns);
    });
  }
  return table.constraints.some((other) => other.name !== lost.name && isSameRule(other.definition, other, lost));
}

/** Whether a later operation brings the protection back, in the same form or in another that is meant to replace it. */
export function isCoveredBy(later: Operation, lost: Protection, schema: Schema): boolean {
  if (later.kind === 'alter-domain') {
    return later.change.kind === 'add-check' && displayName(later.domain) === displayName(lost.table);
  }
  const table = relationKey(schema, lost.table);
  if (later.kind === 'create-index') {
    return later.unique && relationKey(schema, later.table) === table && isUniqueOver(later, lost.columns);
  }
  if (later.kind !== 'add-constraint' || relationKey(schema, later.table) !== table) return false;
  const { constraint } = later;
  if (constraint.name === lost.name && constraint.kind === lost.kind && constraint.kind !== 'unique') return true;
  if (lost.kind === 'unknown') return constraint.name === lost.name;
  if (constraint.kind === 'foreign-key') {
    const references = relationKey(schema, constraint.references);
    return (
      isSameRule(constraint, { columns: constraint.columns, references }, lost) ||
      (references === lost.references && holdsPairsOf(constraint, lost, schema))
    );
  }
  if (constraint.kind === 'unique' || constraint.kind === 'primary-key') {
    const columns =
      constraint.usingIndex === undefined ? constraint.columns : columnsOfIndex(constraint.usingIndex, table, schema);
    return isUniqueKind(lost.kind) && columns.length > 0 && columns.every((column) => lost.columns.includes(column));
  }
  if (constraint.kind === 'check') {
    return lost.kind === 'check' && lost.columns.every((column) => constraint.expression.text.includes(column));
  }
  return constraint.kind === lost.kind;
}

function isSameRule(
  definition: ConstraintDefinition,
  { columns, references }: Pick<Constraint, 'columns' | 'references'>,
  lost: Protection,
): boolean {
  if (definition.kind !== lost.kind) return false;
  if (definition.kind === 'check') return definition.expression.text === lost.expression?.text;
  return references === lost.references && [...columns].sort().join() === [...lost.columns].sort().join();
}

/**
 * Whether a foreign key over more columns points along the same pairs and cannot be evaded by a NULL in the others: then
 * the row it finds is one that the lost key would have found.
 */
function holdsPairsOf({ columns, referencedColumns, match }: ForeignKey, lost: Protection, schema: Schema): boolean {
  const targets = lost.referencedColumns ?? [];
  if (targets.length !== lost.columns.length || targets.length === 0) return false;
  const points = lost.columns.every((column, at) => {
    const index = columns.indexOf(column);
    return index >= 0 && referencedColumns[index] === targets[at];
  });
  const known = tableOf(schema, lost.table)?.columns;
  const others = columns.filter((column) => !lost.columns.includes(column));
  return points && (match === 'full' || others.every((column) => known?.get(column)?.notNull === true));
}

function isUniqueKind(kind: Protection['kind']): boolean {
  return kind === 'unique' || kind === 'primary-key';
}

/** A unique index over some of the columns and no others refuses at least the same rows. */
function isUniqueOver(
  { unique, keys, where }: Pick<Index, 'unique' | 'keys' | 'where'>,
  columns: readonly string[],
): boolean {
  if (!unique || where !== undefined) return false;
  return keys.every(({ column }) => column !== undefined && columns.includes(column));
}

function columnsOfIndex(name: string, table: ObjectKey, schema: Schema): readonly string[] {
  const key = objectKey(table.slice(0, table.indexOf('.')), name);
  return schema.indexes.get(key)?.keys.flatMap(({ column }) => column ?? []) ?? [];
}

function ofConstraint(table: QualifiedName, constraint: Constraint): Protection {
  const { definition, name, columns, references, index } = constraint;
  return {
    kind: definition.kind,
    table,
    name,
    label: `the constraint ${name}`,
    columns,
    consequence: consequenceOf(definition, columns, displayName(table)),
    ...(definition.kind === 'check' ? { expression: definition.expression } : {}),
    ...(references === undefined ? {} : { references }),
    ...(definition.kind === 'foreign-key' ? { referencedColumns: definition.referencedColumns } : {}),
    ...(index === undefined ? {} : { index }),
  };
}

function ofIndex(index: Index): Protection {
  const columns = index.keys.flatMap(({ column }) => column ?? []);
  const [schema = '', name = ''] = index.table.split('.');
  const table = schema === 'public' ? { name } : { schema, name };
  const indexName = index.key.slice(index.key.indexOf('.') + 1);
  const shown = columns.length > 0 ? `the same ${listed(columns)}` : 'the same key';
  return {
    kind: 'unique',
    table,
    name: indexName,
    label: `the unique index ${indexName}`,
    columns,
    consequence: `several rows of ${displayName(table)} may have ${shown}, and ON CONFLICT that relies on it fails`,
    index: index.key,
  };
}

function consequenceOf(definition: ConstraintDefinition, columns: readonly string[], table: string): string {
  switch (definition.kind) {
    case 'unique':
      return `several rows of ${table} may have the same ${listed(columns)}, and ON CONFLICT that relies on it fails`;
    case 'primary-key':
      return `several rows of ${table} may have the same ${listed(columns)}, and logical replication has no key for updates and deletes`;
    case 'check':
      return `${table} accepts rows that CHECK (${definition.expression.text}) refused`;
    case 'not-null':
      return `${table}.${definition.column} accepts NULL`;
    case 'foreign-key':
      return `rows of ${table} may point to rows of ${shortName(displayName(definition.references))} that do not exist, and deletes there are not passed on`;
    case 'exclude':
      return `${table} accepts rows that exclude each other`;
  }
}

function unknown(table: QualifiedName, name: string): Protection {
  return { kind: 'unknown', table, name, label: name, columns: [], consequence: '' };
}
