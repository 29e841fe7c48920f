import type { LosesEffect } from '../../src/core/effect.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { operationsOfStatement } from '../../src/core/later.js';
import type { Migration } from '../../src/core/migration.js';
import { displayName } from '../../src/core/name.js';
import type { QualifiedName } from '../../src/core/name.js';
import { isNewColumn, isNewFunction, isNewSequence, isNewTable, isNewType } from '../../src/core/newness.js';
import type { Operation, OperationOf } from '../../src/core/operation.js';
import { isRoutine, isTriggerFunction } from '../../src/core/routines.js';
import { defineRule } from '../../src/core/rule.js';
import type { Problem } from '../../src/core/rule.js';
import { relationKey, resolveName, tableOf, typeKey } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { listed, listedBriefly, shortName } from '../../src/core/wording.js';
import { planFor } from '../../src/plans/plan-for.js';
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
  check(operation, { schema, felt, migration }) {
    if (!operation.cascade) return undefined;
    const truncates = operation.kind === 'truncate-table';
    const others = effectsOfKind(felt, 'loses').filter((effect) => effect.cascaded === true);
    // What is not known of all that a statement names is said once, with the first of them.
    const unknown = unknownOf(operation, others.length > 0, migration, schema);
    const problems: Problem<MessageId>[] = [];
    if (others.length > 0) {
      const data = { ...namesOf([operation]), others: listedBriefly([...new Set(others.map(describe))], 8) };
      problems.push({ messageId: truncates ? 'emptiesOthers' : 'takesAlong', data, effects: others });
    }
    const [first] = unknown;
    if (first !== undefined) {
      const data = namesOf(unknown);
      const messageId = truncates ? 'mayEmptyOthers' : 'unknownDependents';
      problems.push({ messageId, data, effects: [], operation: first });
    }
    return problems;
  },
  plan: planFor,
});

type MessageId = 'takesAlong' | 'unknownDependents' | 'emptiesOthers' | 'mayEmptyOthers';

/**
 * What of the operation's statement may have dependents that the history does not show: looked for when the schema is
 * still as it was before the statement, and for each command of an ALTER TABLE on its own.
 */
function unknownOf(operation: Cascading, isShown: boolean, migration: Migration, schema: Schema): readonly Cascading[] {
  const named = operationsOfStatement(migration, operation).filter(
    (other): other is Cascading => other.kind === operation.kind,
  );
  if (named.length <= 1 || operation.kind === 'drop-column' || operation.kind === 'drop-constraint')
    return isShown || isNewOrKnown(operation, schema) ? [] : [operation];
  const isSelf = (other: Operation): boolean => other.span.start === operation.span.start;
  if (!named.slice(0, 1).some(isSelf)) return [];
  return named.filter(
    (other) => !(isSelf(other) && isShown) && !isNewOrKnown(other, schema) && !hasShownDependents(other, schema),
  );
}

/** Whether the history shows some that depend on a table, which are then named. */
function hasShownDependents(operation: Cascading, schema: Schema): boolean {
  if (operation.kind !== 'drop-table' && operation.kind !== 'truncate-table') return false;
  const key = relationKey(schema, operation.table);
  const views = operation.kind === 'drop-table' ? (schema.viewsOf.get(key)?.size ?? 0) : 0;
  return views + (schema.referencedBy.get(key)?.size ?? 0) > 0;
}

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
      if (operation.name === undefined || !isRoutine(operation.objectType)) return false;
      // Only triggers depend on a trigger function, and effects name those that the history shows.
      return isNewFunction(schema, operation.name) || isTriggerFunction(schema, operation.name);
  }
}

function isKnownTable(schema: Schema, table: QualifiedName): boolean {
  return isNewTable(schema, table) || tableOf(schema, table)?.complete === true;
}

function keyOf(schema: Schema, name: QualifiedName, objects: ReadonlyMap<string, unknown>): string {
  return resolveName(schema, name, (key) => objects.has(key));
}

/** Names for the messages, of all that one finding is about. */
function namesOf(operations: readonly Cascading[]): { readonly name: string; readonly sqlName: string } {
  const tables = operations.flatMap((operation) => (operation.kind === 'truncate-table' ? operation.table : []));
  const names = withOneArticle(operations.map(nameOf));
  return {
    name: tables.length > 0 ? names.join(' or ') : listed(names),
    sqlName: tables.map(quoteQualified).join(', '),
  };
}

/** `the function a` and `the function b` as `the functions a` and `b`. */
function withOneArticle(names: readonly string[]): readonly string[] {
  const article = /^the ([a-z ]+) (?=\S+$)/.exec(names[0] ?? '')?.[0];
  if (names.length < 2 || article === undefined || !names.every((name) => name.startsWith(article))) return names;
  const [first = '', ...others] = names.map((name) => name.slice(article.length));
  return [`${article.trimEnd()}s ${first}`, ...others];
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
