import { compareLockModes } from '../../src/core/lock.js';
import { isNewTable } from '../../src/core/newness.js';
import type { Operation, OperationOf } from '../../src/core/operation.js';
import type { HeldLock, Step } from '../../src/core/rule.js';
import { defineRule } from '../../src/core/rule.js';
import type { Schema } from '../../src/core/schema.js';
import { commandName, shortName } from '../../src/core/wording.js';
import { planForOrApart } from '../../src/plans/plan-for.js';
import { reachOf, reachOfLoop } from '../../src/postgres/batch.js';
import { blockedBy } from '../../src/postgres/blocking.js';

const kinds = ['update', 'delete', 'insert', 'merge', 'copy', 'run-code'] as const;

type Write = OperationOf<(typeof kinds)[number]>;

export default defineRule({
  id: 'mixed-schema-and-data',
  family: 'transactions',
  severity: 'error',
  summary: 'Many rows are changed in a transaction that still holds a lock from a schema change.',
  operations: kinds,
  messages: {
    holdsLock: {
      message:
        '{{command}} runs while {{takenBy}} still holds its {{lock}} lock on {{table}}, so {{blocked}} {{table}} wait until all rows are changed.',
      why: 'A schema change locks its table for a moment, and a change of many rows takes as long as the table is large. In one transaction the lock is held for both.',
      instead:
        'Put the change of rows into a migration of its own, after the schema change has committed, and let it work in batches that commit one by one.',
    },
  },
  check(operation, { schema, held, before }) {
    if (!changesManyRows(operation, schema)) return undefined;
    const worst = strongestOf(held.filter(({ mode }) => blockedBy(mode) !== undefined));
    const blocked = worst && blockedBy(worst.mode);
    if (worst === undefined || blocked === undefined || isSaid(worst, before, schema)) return undefined;
    return {
      messageId: 'holdsLock',
      data: {
        command: operation.kind === 'run-code' ? nameOf(operation) : `This ${commandName(operation)}`,
        takenBy: commandName(worst.takenBy),
        lock: worst.mode,
        table: shortName(worst.relation),
        blocked: blocked === 'writes' ? 'writes to' : `${blocked} of`,
      },
      effects: [{ kind: 'locks', relation: worst.relation, mode: worst.mode, held: 'brief' }],
    };
  },
  plan: planForOrApart,
});

/** A loop changes row after row. */
function nameOf({ name }: OperationOf<'run-code'>): string {
  return name === undefined ? 'This loop of code' : `The loop of ${name}()`;
}

function strongestOf(held: readonly HeldLock[]): HeldLock | undefined {
  return held.reduce<HeldLock | undefined>(
    (worst, lock) => (worst === undefined || compareLockModes(lock.mode, worst.mode) > 0 ? lock : worst),
    undefined,
  );
}

/** One finding for all that runs under one lock: the first names what has to move. */
function isSaid({ takenBy }: HeldLock, before: readonly Step[], schema: Schema): boolean {
  for (let at = before.length - 1; at >= 0; at--) {
    const operation = before[at]?.operation;
    if (operation === undefined || operation === takenBy) return false;
    if (isWrite(operation) && changesManyRows(operation, schema)) return true;
  }
  return false;
}

function isWrite(operation: Operation): operation is Write {
  return kinds.some((kind) => kind === operation.kind);
}

function changesManyRows(operation: Write, schema: Schema): boolean {
  switch (operation.kind) {
    case 'update':
    case 'delete':
      return reachOf(operation, schema) !== 'bounded';
    case 'insert':
      return operation.query.relations.some((relation) => !isNewTable(schema, relation));
    case 'merge':
      return !isNewTable(schema, operation.table);
    case 'copy':
      return operation.direction === 'from';
    case 'run-code':
      // What it changes in one statement stands in an operation of its own.
      return operation.loops.some((loop) => loop.changesRows && reachOfLoop(loop, schema) !== 'bounded');
  }
}
