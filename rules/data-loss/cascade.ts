import type { Effect, LosesEffect } from '../../src/core/effect.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import type { QualifiedName } from '../../src/core/name.js';
import { isNewColumn, isNewFunction, isNewSequence, isNewTable, isNewType } from '../../src/core/newness.js';
import type { OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { resolveName, tableOf, typeKey } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { listedBriefly, shortName } from '../../src/core/wording.js';
import { quoteQualified } from '../../src/postgres/names.js';

const kinds = [
  'drop-table',
  'drop-column',
  'drop-constraint',
  'drop-view',
  'drop-materialized-view',
  'drop-sequence',
  'drop-type',
  'drop-domain',
  'drop-index',
  'drop-object',
  'truncate-table',
] as const;

type Cascading = OperationOf<(typeof kinds)[number]>;

export default defineRule({
  id: 'cascade',
  family: 'data-loss',
  severity: 'error',
  summary: 'CASCADE takes along objects or rows that the statement does not name.',
  operations: kinds,
  messages: {
    takesAlong: {
      message: 'CASCADE drops more than {{name}}: {{others}}.',
      why: 'The statement does not name what goes, so neither a reviewer nor the author sees it, and it goes in whatever state the production database has it.',
      instead:
        'Leave out CASCADE and drop what depends on {{name}} in statements of its own, in front of it. Without CASCADE PostgreSQL stops and lists what is in the way.',
    },
    unknownDependents: {
      message:
        'CASCADE drops everything that depends on {{name}}. What that is is not in the history; without CASCADE PostgreSQL would list it, and a schema dump would show it here.',
      why: 'Views, foreign keys, columns and defaults may go that no migration in sight names.',
      instead: 'Leave out CASCADE and drop what depends on {{name}} in statements of its own, in front of it.',
      severity: 'warning',
    },
    emptiesOthers: {
      message: 'TRUNCATE ... CASCADE empties more than {{name}}: {{others}}.',
      why: 'All rows of every table that references {{name}} are deleted, and of those that reference these, whatever their foreign keys say about ON DELETE.',
      instead:
        'Leave out CASCADE and name the tables: TRUNCATE {{sqlName}}, ...; PostgreSQL refuses when one is missing.',
    },
    mayEmptyOthers: {
      message:
        'TRUNCATE ... CASCADE also empties every table that references {{name}}. Which these are is not in the history; without CASCADE PostgreSQL would refuse and name one.',
      why: 'All rows of those tables are deleted, whatever their foreign keys say about ON DELETE.',
      instead:
        'Leave out CASCADE and name the tables: TRUNCATE {{sqlName}}, ...; PostgreSQL refuses when one is missing.',
    },
  },
  check(operation, { schema, felt }) {
    if (!operation.cascade) return undefined;
    const truncates = operation.kind === 'truncate-table';
    const others = effectsOfKind(felt, 'loses').filter((effect) => effect.cascaded === true);
    const data = {
      name: nameOf(operation),
      sqlName: operation.kind === 'truncate-table' ? quoteQualified(operation.table) : '',
      others: listedBriefly([...new Set(others.map(describe))], 8),
    };
    if (others.length > 0) return { messageId: truncates ? 'emptiesOthers' : 'takesAlong', data, effects: others };
    if (isNewOrKnown(operation, schema)) return undefined;
    const effects: readonly Effect[] = [];
    return { messageId: truncates ? 'mayEmptyOthers' : 'unknownDependents', data, effects };
  },
});

/** Whether nothing else can depend on the object, or the history would show what does. */
function isNewOrKnown(operation: Cascading, schema: Schema): boolean {
  switch (operation.kind) {
    case 'drop-table':
    case 'truncate-table':
      return isKnownTable(schema, operation.table);
    case 'drop-column':
      return isKnownTable(schema, operation.table) || isNewColumn(schema, operation.table, operation.column);
    case 'drop-constraint':
    case 'drop-index':
      // Only foreign keys depend on them, and effects name those that the history shows.
      return operation.kind === 'drop-index' || isKnownTable(schema, operation.table);
    case 'drop-view':
    case 'drop-materialized-view':
      return schema.views.has(keyOf(schema, operation.view, schema.views));
    case 'drop-sequence':
      return (
        isNewSequence(schema, operation.sequence) ||
        schema.sequences.has(keyOf(schema, operation.sequence, schema.sequences))
      );
    case 'drop-type':
      return isNewType(schema, operation.type) || schema.types.has(typeKey(schema, operation.type));
    case 'drop-domain':
      return isNewType(schema, operation.domain) || schema.types.has(typeKey(schema, operation.domain));
    case 'drop-object':
      return operation.name !== undefined && isNewFunction(schema, operation.name);
  }
}

function isKnownTable(schema: Schema, table: QualifiedName): boolean {
  return isNewTable(schema, table) || tableOf(schema, table)?.complete === true;
}

function keyOf(schema: Schema, name: QualifiedName, objects: ReadonlyMap<string, unknown>): string {
  return resolveName(schema, name, (key) => objects.has(key));
}

function nameOf(operation: Cascading): string {
  switch (operation.kind) {
    case 'drop-table':
    case 'truncate-table':
      return displayName(operation.table);
    case 'drop-column':
      return `${displayName(operation.table)}.${operation.column}`;
    case 'drop-constraint':
      return `the constraint ${operation.name}`;
    case 'drop-view':
    case 'drop-materialized-view':
      return displayName(operation.view);
    case 'drop-sequence':
      return displayName(operation.sequence);
    case 'drop-type':
      return displayName(operation.type);
    case 'drop-domain':
      return displayName(operation.domain);
    case 'drop-index':
      return displayName(operation.index);
    case 'drop-object': {
      const type = operation.objectType.replaceAll('-', ' ');
      return operation.name === undefined ? `the ${type}` : `the ${type} ${displayName(operation.name)}`;
    }
  }
}

function describe({ what, object }: LosesEffect): string {
  const name = shortName(object);
  return what === 'rows' ? `the rows of ${name}` : `the ${what.replaceAll('-', ' ')} ${name}`;
}
