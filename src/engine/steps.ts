import type { Effect } from '../core/effect.js';
import type { Migration } from '../core/migration.js';
import type { ObjectKey } from '../core/name.js';
import type { Operation } from '../core/operation.js';
import type { PostgresVersion } from '../core/postgres-version.js';
import type { HeldLock, Step } from '../core/rule.js';
import { isNewRelation } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { statementKey } from '../core/steps.js';
import type { Replay } from '../history/replay.js';
import { effectsOf } from '../postgres/effects/index.js';
import { namedTogether } from './statements.js';
import { Timeline } from './timeline.js';
import { operationsAsRun } from './walk.js';

/**
 * Runs through the `up` operations of a migration as one deployment: works out the effects of each, hands the step
 * to `visit` while the replay still shows the schema just before it, and then lets the replay take the operation in.
 */
export function stepThrough(
  migration: Migration,
  replay: Replay,
  postgres: PostgresVersion,
  visit: (step: Step, held: readonly HeldLock[]) => void,
): void {
  const timeline = new Timeline(migration);
  replay.startDeploy();
  const operations = operationsAsRun(migration.up);
  const together = namedTogether(operations);
  let topLevel: ReadonlySet<Operation> | undefined;
  for (const operation of operations) {
    if (timeline.enter(operation)) replay.startTransaction();
    // What a block or function runs is inside its statement's transaction, also when the statement runs on its own.
    const inTransaction =
      timeline.transaction !== undefined || !(topLevel ??= new Set(sentAlone(migration.up))).has(operation);
    const effects = effectsOf(operation, replay.schema, {
      postgres,
      inTransaction,
      siblings: together.get(statementKey(operation)) ?? [],
    });
    const step: Step = {
      operation,
      effects,
      felt: feltByOthers(effects, replay.schema),
      transaction: timeline.transaction,
      lockTimeout: timeline.timeouts.lockTimeout,
      statementTimeout: timeline.timeouts.statementTimeout,
    };
    visit(step, timeline.held);
    timeline.leave(step);
    if (operation.kind === 'begin') replay.startTransaction();
    replay.apply(operation);
  }
}

/** The operations that are statements of their own: those of the file, and those that its code sends. */
function sentAlone(operations: readonly Operation[]): readonly Operation[] {
  return operations.flatMap((operation) =>
    operation.kind === 'run-code' ? [operation, ...sentAlone(operation.operations ?? [])] : [operation],
  );
}

/** Leaves out the effects on relations that no other session can be using. Failures are felt wherever they happen. */
function feltByOthers(effects: readonly Effect[], schema: Schema): readonly Effect[] {
  // Nearly always others feel either all of them or none.
  const felt = effects.filter((effect) => isFelt(effect, schema));
  return felt.length === effects.length ? effects : felt;
}

function isFelt(effect: Effect, schema: Schema): boolean {
  if (effect.kind === 'fails') return true;
  if (effect.kind === 'loses' || effect.kind === 'breaks') return !isOfNewRelation(effect.object, schema);
  return !isNewRelation(schema, effect.relation);
}

/** Objects are named `schema.relation` or `schema.relation.part`. */
function isOfNewRelation(object: ObjectKey, schema: Schema): boolean {
  if (isNewRelation(schema, object)) return true;
  const lastDot = object.lastIndexOf('.');
  return lastDot > 0 && object.indexOf('.') < lastDot && isNewRelation(schema, object.slice(0, lastDot));
}
