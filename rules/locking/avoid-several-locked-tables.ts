import { effectsOfKind } from '../../src/core/effect.js';
import type { ObjectKey } from '../../src/core/name.js';
import type { Operation } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { Step } from '../../src/core/rule.js';
import { isNewRelation, relationKey } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { isSameStatement, stepsByTransaction } from '../../src/core/steps.js';
import { commandName, listed, shortName } from '../../src/core/wording.js';
import { planForOrApart } from '../../src/plans/plan-for.js';
import { isBlockingLock } from '../../src/postgres/blocking.js';

export default defineRule({
  id: 'avoid-several-locked-tables',
  family: 'locking',
  severity: 'warning',
  summary: 'Several tables in use are locked one after the other in one transaction.',
  messages: {
    severalTables: {
      message:
        '{{command}} locks {{table}} while the transaction already holds locks on {{held}}, and keeps all of them until it ends.',
      why: 'A transaction of the application that uses the same tables in another order makes a deadlock: PostgreSQL cancels one of the two. And the locks on {{held}} are kept while the migration waits for {{table}}.',
      instead: 'Change one table in each transaction: give {{table}} a migration of its own.',
    },
  },
  checkMigration({ steps, schema }) {
    return stepsByTransaction(steps).flatMap((transaction) => problemOf(transaction, schema) ?? []);
  },
  plan: planForOrApart,
});

/** Finds the first statement that locks a further table. One statement may lock several: that cannot be taken apart. */
function problemOf(steps: readonly Step[], schema: Schema) {
  const held = new Map<ObjectKey, Step>();
  for (const step of steps) {
    // Most steps lock nothing that others use.
    if (!step.felt.some(isBlockingLock)) continue;
    const locked = lockedTables(step, schema);
    const further = locked.filter((table) => !held.has(table));
    if (further.length === 0) continue;
    const earlier = [...held].filter(
      ([table, { operation }]) => !locked.includes(table) && !isSameStatement(operation, step.operation),
    );
    // Explicit locks, taken first and in order, are a way out; avoid-lock-table speaks about them.
    if (earlier.length > 0 && step.operation.kind !== 'lock-table') {
      return {
        messageId: 'severalTables' as const,
        data: {
          command: commandName(step.operation),
          table: listed(further.map(shortName)),
          held: listed(earlier.map(([table]) => shortName(table))),
        },
        effects: effectsOfKind(step.felt, 'locks'),
        operation: step.operation,
      };
    }
    for (const table of further) held.set(table, step);
  }
  return undefined;
}

/**
 * The tables in use that the step locks against reads or writes; partitions count as their topmost parent. The foreign
 * keys of new tables lock the old ones they point to for a moment and against writes only, which is not worth a word, and
 * who still uses a table that is dropped has other worries.
 */
function lockedTables({ operation, felt }: Step, schema: Schema): readonly ObjectKey[] {
  if (isAboutNewTable(operation, schema) || /view|sequence/.test(operation.kind)) return [];
  const dropped = operation.kind === 'drop-table' ? relationKey(schema, operation.table) : undefined;
  const tables: ObjectKey[] = [];
  for (const effect of felt) {
    if (!isBlockingLock(effect)) continue;
    const relation = rootOf(schema, effect.relation);
    if (relation === dropped || tables.includes(relation)) continue;
    if (isTable(relation, operation, schema)) tables.push(relation);
  }
  return tables;
}

function isAboutNewTable(operation: Operation, schema: Schema): boolean {
  if (operation.kind === 'create-table') return true;
  return operation.kind === 'add-constraint' && isNewRelation(schema, relationKey(schema, operation.table));
}

/**
 * An index that the migration drops is not in the schema at its end any more, nor is a table: of what is gone, only what
 * the operation calls its table is one.
 */
function isTable(relation: ObjectKey, operation: Operation, schema: Schema): boolean {
  if (schema.tables.has(relation)) return true;
  if (!('table' in operation) || operation.table === undefined) return false;
  if (operation.kind === 'add-constraint' && operation.constraint.kind === 'foreign-key') {
    if (relationKey(schema, operation.constraint.references) === relation) return true;
  }
  return relationKey(schema, operation.table) === relation;
}

function rootOf(schema: Schema, relation: ObjectKey): ObjectKey {
  const table = schema.indexes.get(relation)?.table ?? relation;
  const parent = schema.tables.get(table)?.partitionOf?.parent;
  return parent === undefined ? table : rootOf(schema, parent);
}
