import type { QualifiedName } from '../core/name.js';
import { nameOf, objectKey, schemaOf } from '../core/name.js';
import type { IdentityDefinition, SequenceOptions, StatementDraft } from '../core/operation.js';
import type { PlannedWork } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import type { TypeReference } from '../core/type.js';
import { chooseName, quoteQualified } from '../postgres/names.js';
import { bareColumn } from './column-filling.js';
import type { Filling, NewColumn } from './column-filling.js';
import { byDefault } from './fill-by-default.js';
import { indexBeside, isTakenRelation } from './names.js';

const otherOrder =
  'The rows that exist are numbered batch by batch, and those written meanwhile in between: the numbers may come in another order than a rewrite would give them.';

/** What `serial` stands for, step by step: a column, a sequence that it owns, and a default that draws from it. */
export function bySerialSequence(column: NewColumn, type: TypeReference, schema: Schema): Filling {
  const { table, definition, shown } = column;
  const plain = { ...definition, type };
  const sequence = sequenceFor(column, 'seq', schema);
  const filling = byDefault({ ...column, definition: plain, required: true }, nextValue(sequence, table, schema));
  return {
    ...filling,
    title: 'Add the column and its sequence apart, and number the rows in batches',
    first: [createSequence(sequence, type, {}, { table, column: definition.name }), ...filling.first],
    purpose: `Adds ${shown} as a plain ${type.name} with a sequence for rows written from now on, so that no row is rewritten.`,
    notes: [otherOrder],
  };
}

/**
 * An identity column numbers every row when it is added, but may be made of a column that is numbered already: a passing
 * sequence numbers the rows, and the identity's own goes on where it ended.
 */
export function byIdentity(column: NewColumn, identity: IdentityDefinition, schema: Schema): Filling {
  const { table, definition, shown } = column;
  const sequence = sequenceFor(column, 'fill_seq', schema);
  const type = definition.type;
  const filling = byDefault({ ...column, required: true }, nextValue(sequence, table, schema));
  return {
    ...filling,
    title: 'Add a plain column, number the rows in batches, and then make it the identity',
    column: bareColumn(definition),
    first: [createSequence(sequence, type, withoutName(identity.sequence ?? {})), ...filling.first],
    purpose: `Adds ${shown} as a plain column with a passing sequence for rows written from now on, so that no row is rewritten.`,
    last: [
      {
        phase: 'backfill',
        label: `make_${definition.name}_identity`,
        purpose: `Makes ${shown} the identity column, whose sequence goes on where the passing one ended.`,
        transaction: 'file',
        work: becomeIdentity(column, identity, sequence),
      },
    ],
    notes: [otherOrder],
  };
}

function becomeIdentity(
  { table, definition }: NewColumn,
  identity: IdentityDefinition,
  sequence: QualifiedName,
): readonly PlannedWork[] {
  const column = definition.name;
  return [
    [
      { kind: 'drop-default', table, column },
      { kind: 'add-identity', table, column, identity },
    ],
    carryOver(sequence, table, column),
    [{ kind: 'drop-sequence', sequence, ifExists: false, cascade: false }],
  ];
}

/** Sets the sequence behind a column to where another stands. The caller holds the lock that keeps both still. */
export function carryOver(from: QualifiedName, table: QualifiedName, column: string): StatementDraft {
  const owner = `pg_get_serial_sequence(${literal(quoteQualified(table))}, ${literal(column)})`;
  return [
    {
      kind: 'select',
      text: `SELECT setval(${owner}, last_value, is_called) FROM ${quoteQualified(from)}`,
      query: {
        relations: [from],
        columns: [{ column: 'last_value' }, { column: 'is_called' }],
        star: false,
        functions: [{ name: 'setval' }, { name: 'pg_get_serial_sequence' }],
        output: [{ name: 'setval' }],
      },
      locksRows: false,
      literals: [{ value: quoteQualified(table) }, { value: column }],
    },
  ];
}

function createSequence(
  sequence: QualifiedName,
  type: TypeReference | undefined,
  options: SequenceOptions,
  ownedBy?: { readonly table: QualifiedName; readonly column: string },
): StatementDraft {
  return [
    {
      kind: 'create-sequence',
      sequence,
      ifNotExists: false,
      options: { ...options, ...(type === undefined ? {} : { type }) },
      ...(ownedBy === undefined ? {} : { ownedBy }),
    },
  ];
}

/** The options but for the name that the identity's own sequence was given. */
function withoutName(options: SequenceOptions): SequenceOptions {
  return Object.fromEntries(Object.entries(options).filter(([option]) => option !== 'sequenceName'));
}

function sequenceFor({ table, definition }: NewColumn, label: string, schema: Schema): QualifiedName {
  const key = relationKey(schema, table);
  const isTaken = (name: string): boolean => isTakenRelation(schema, objectKey(schemaOf(key), name));
  return indexBeside(schema, table, chooseName(nameOf(key), definition.name, label, isTaken));
}

/** As PostgreSQL shows the default of a serial column: without a schema that the search path finds. */
function nextValue(sequence: QualifiedName, table: QualifiedName, schema: Schema): { readonly text: string } {
  const own = schemaOf(relationKey(schema, table));
  const shown = schema.searchPath.includes(own) ? { name: sequence.name } : { schema: own, name: sequence.name };
  return { text: `nextval(${literal(quoteQualified(shown))}::regclass)` };
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
