import type { OperationDraft } from '../core/operation.js';
import type { PlanStep, PlannedWork } from '../core/plan.js';
import type { ObjectKey } from '../core/name.js';
import { nameOf, schemaOf } from '../core/name.js';
import { supports } from '../postgres/features.js';
import { chooseName, makeObjectName } from '../postgres/names.js';
import { carryOver } from './fill-by-sequence.js';
import { indexBeside, isTakenRelation } from './names.js';
import { dropRowTrigger } from './row-trigger.js';
import type { RowTrigger } from './row-trigger.js';
import { guardName, needsGuard, renameConstraint } from './type-change-rules.js';
import type { TypeChange } from './type-change.js';
import type { Dependents } from './type-change-dependents.js';

/** The short transaction in which the second column takes over the name, and all that goes by names with it. */
export function switchStep(change: TypeChange, dependents: Dependents, trigger: RowTrigger): PlanStep {
  const { table, operation, shown, newName, oldName } = change;
  const { column } = operation;
  return {
    phase: 'switch',
    label: `switch_${table.name}_${column}`,
    purpose: `Puts the new column in the place of ${shown}, in one short transaction: only names change, no row is read.`,
    transaction: 'file',
    work: [
      ...dropRowTrigger(trigger),
      ...dropOldRules(change, dependents),
      [{ kind: 'rename-column', table, column, newName: oldName }],
      [{ kind: 'rename-column', table, column: newName, newName: column }],
      ...carryDefault(change),
      ...carryIdentity(change),
      ...dropNotNull(change),
      ...takeNames(change, dependents),
    ],
  };
}

/** The old rules that the new ones stand in for; foreign keys have been replaced by now. */
export function dropOldRules(change: TypeChange, { keys, rules }: Dependents): readonly PlannedWork[] {
  const { table } = change;
  const names = [
    ...rules.filter(({ double }) => double.kind === 'check').map(({ constraint }) => constraint.name),
    ...keys.map(({ constraint }) => constraint.name),
    ...(needsGuard(change) ? [guardName(change)] : []),
  ];
  const drops = names.map((name): OperationDraft => ({
    kind: 'drop-constraint',
    table,
    name,
    ifExists: false,
    cascade: false,
  }));
  return drops.length === 0 ? [] : [drops];
}

/** The default, and a sequence that belongs to the column. */
function carryDefault(change: TypeChange): readonly PlannedWork[] {
  const { column, table, operation, oldName, key, context, replaces = [] } = change;
  const name = operation.column;
  if (column.identity !== undefined) return [];
  const hadDefault = column.default !== undefined || replaces.some(({ kind }) => kind === 'drop-default');
  const drop: OperationDraft = { kind: 'drop-default', table, column: oldName };
  const set: readonly OperationDraft[] =
    change.default === undefined ? [] : [{ kind: 'set-default', table, column: name, default: change.default }];
  const commands = [...(hadDefault ? [drop] : []), ...set];
  const owned = sequencesOwnedBy(key, name, context.schema).map((sequence): PlannedWork => {
    const own = indexBeside(context.schema, table, nameOf(sequence));
    return [{ kind: 'alter-sequence', sequence: own, ownedBy: { table, column: name } }];
  });
  return [...(commands.length === 0 ? [] : [commands]), ...owned];
}

function sequencesOwnedBy(
  key: ObjectKey,
  column: string,
  schema: TypeChange['context']['schema'],
): readonly ObjectKey[] {
  return [...(schema.sequencesOf.get(key) ?? [])].filter(
    (sequence) => schema.sequences.get(sequence)?.ownedBy?.column === column,
  );
}

/** An identity has a sequence of its own, which cannot change hands: a new one goes on where it ended. */
function carryIdentity({ column, table, operation, oldName, key, context }: TypeChange): readonly PlannedWork[] {
  const { schema } = context;
  const name = operation.column;
  const [old] = sequencesOwnedBy(key, name, schema);
  if (column.identity === undefined || old === undefined) return [];
  const isTaken = (candidate: string): boolean => isTakenRelation(schema, `${schemaOf(key)}.${candidate}`);
  const passing = chooseName(nameOf(key), name, 'seq', isTaken);
  return [
    [{ kind: 'add-identity', table, column: name, identity: column.identity }],
    carryOver(indexBeside(schema, table, nameOf(old)), table, name),
    [{ kind: 'drop-identity', table, column: oldName, ifExists: false }],
    [{ kind: 'rename-sequence', sequence: indexBeside(schema, table, passing), newName: nameOf(old) }],
  ];
}

/** Rows written from now on leave the old column out. */
export function dropNotNull({ column, table, oldName }: TypeChange): readonly PlannedWork[] {
  return column.notNull === true ? [[{ kind: 'drop-not-null', table, column: oldName }]] : [];
}

export function takeNames(change: TypeChange, { indexes, keys, rules }: Dependents): readonly PlannedWork[] {
  const { table, context } = change;
  const index = (name: string, newName: string): PlannedWork => [
    { kind: 'rename-index', index: indexBeside(context.schema, table, name), newName, ifExists: false },
  ];
  return [
    ...keys.map(({ constraint, definition, double }): PlannedWork => [
      {
        kind: 'add-constraint',
        table,
        constraint: {
          ...{ kind: definition.kind, name: constraint.name, usingIndex: double },
          ...{ columns: [], include: [], nullsNotDistinct: false },
          ...(definition.deferrable === undefined ? {} : { deferrable: definition.deferrable }),
          ...(definition.initiallyDeferred === undefined ? {} : { initiallyDeferred: definition.initiallyDeferred }),
        },
        only: false,
      },
    ]),
    ...indexes.flatMap(({ name, double }) => [index(name, outgoing(change, name)), index(double, name)]),
    ...rules
      .filter(({ double }) => double.kind === 'check')
      .map(({ constraint, double }) => renameConstraint(table, double.name, constraint.name)),
    ...notNullName(change),
  ];
}

/** What an old index is called until it goes with its column. */
function outgoing({ key, context }: TypeChange, name: string): string {
  const isTaken = (candidate: string): boolean => isTakenRelation(context.schema, `${schemaOf(key)}.${candidate}`);
  return chooseName(name, undefined, 'old', isTaken);
}

/** From 18 on NOT NULL has a name, which was made for the passing name of the column. */
function notNullName({ column, table, key, known, operation, newName, context }: TypeChange): readonly PlannedWork[] {
  if (column.notNull !== true || !supports(context.postgres, 'not-null-constraint')) return [];
  const given = known.constraints.find(
    ({ definition }) => definition.kind === 'not-null' && definition.column === operation.column,
  );
  const name = given?.name ?? makeObjectName(nameOf(key), operation.column, 'not_null');
  return [renameConstraint(table, makeObjectName(nameOf(key), newName, 'not_null'), name)];
}
