import { disturbancesOf } from '../../src/core/disturbance.js';
import { effectsOfKind } from '../../src/core/effect.js';
import type { ObjectKey } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import type { Step } from '../../src/core/rule.js';
import type { Schema } from '../../src/core/schema.js';
import { commandName, listed, shortName } from '../../src/core/wording.js';
import { blockedBy } from '../../src/postgres/blocking.js';

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
    const transactions = new Map<number, Step[]>();
    for (const step of steps) {
      if (step.transaction === undefined) continue;
      const known = transactions.get(step.transaction);
      if (known === undefined) transactions.set(step.transaction, [step]);
      else known.push(step);
    }
    return [...transactions.values()].flatMap((transaction) => problemOf(transaction, schema) ?? []);
  },
});

/** Finds the first statement that locks a further table. One statement may lock several: that cannot be taken apart. */
function problemOf(steps: readonly Step[], schema: Schema) {
  const held = new Map<ObjectKey, Step>();
  for (const step of steps) {
    const locked = lockedTables(step, schema);
    const earlier = [...held].filter(([, { operation }]) => operation.statement !== step.operation.statement);
    const further = locked.filter((table) => !held.has(table));
    if (further.length > 0 && earlier.some(([, other]) => !areBothCreations(step, other))) {
      return {
        messageId: 'severalTables' as const,
        data: {
          command: commandName(step.operation),
          table: listed(further.map(shortName)),
          held: listed(earlier.map(([table]) => shortName(table))),
        },
        effects: disturbancesOf(step.felt),
        operation: step.operation,
      };
    }
    for (const table of further) held.set(table, step);
  }
  return undefined;
}

/** New tables that reference old ones lock them for a moment against writes only: not worth a word. */
function areBothCreations({ operation: a }: Step, { operation: b }: Step): boolean {
  return a.kind === 'create-table' && b.kind === 'create-table';
}

/** The tables in use that the step locks against reads or writes; partitions count as their topmost parent. */
function lockedTables({ felt }: Step, schema: Schema): readonly ObjectKey[] {
  const blocking = effectsOfKind(felt, 'locks').filter(({ mode }) => blockedBy(mode) !== undefined);
  return [...new Set(blocking.map(({ relation }) => rootOf(schema, relation)))];
}

function rootOf(schema: Schema, relation: ObjectKey): ObjectKey {
  const table = schema.indexes.get(relation)?.table ?? relation;
  const parent = schema.tables.get(table)?.partitionOf?.parent;
  return parent === undefined ? table : rootOf(schema, parent);
}
