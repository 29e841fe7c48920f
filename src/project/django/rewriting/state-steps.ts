import type { FilePart, PlannedWork } from '../../../core/plan.js';
import { isBatched } from '../../../core/plan.js';
import type { DjangoOperation } from '../../../readers/django/index.js';
import type { Unit } from '../../../rewrite/index.js';
import { withState } from '../../../writers/django/file.js';
import { pythonString } from '../../../writers/django/python-text.js';
import { textAt } from './written.js';

/** What is needed to write an operation of the original in other words. */
export interface StateContext {
  /** The text of the migration. */
  readonly text: string;
  /** The version of Django. */
  readonly version: string;
}

/**
 * Puts the change of Django's own record of the models beside the work on the database: once, where the code is deployed
 * that has it in its models. What is added is there with the first step, what is removed is gone with the first step,
 * and what becomes stricter is so with the last. Operations of Django take the place of SQL where they do the same.
 */
export function withStateSteps(
  operation: DjangoOperation,
  units: readonly Unit[],
  context: StateContext,
): readonly Unit[] {
  const native = nativeUnits(operation, units, context);
  if (native !== undefined) return native;
  const state = stateOf(operation, context.text);
  if (state.length === 0) return units;
  if (isRemoval(operation)) return removedFirst(units, state);
  const isFirst = addsToDatabase.has(operation.kind);
  const carriers = units.filter(canCarry);
  const carrier = isFirst ? carriers[0] : (carriers.find(renames) ?? carriers.at(-1));
  if (carrier === undefined) return [...units, stateUnit(units.at(-1), state)];
  return units.map((unit) => (unit === carrier ? carrying(unit, state) : unit));
}

const addsToDatabase: ReadonlySet<string> = new Set(['AddField', 'CreateModel', 'AlterOrderWithRespectTo']);

/** The operations that change the record, as they are written. */
function stateOf(operation: DjangoOperation, text: string): readonly string[] {
  if (operation.kind === 'RunSQL' || operation.kind === 'SeparateDatabaseAndState') {
    return operation.stateOperations.map((each) => textAt(text, each));
  }
  return [textAt(text, operation)];
}

function isRemoval(operation: DjangoOperation): boolean {
  if (operation.kind === 'SeparateDatabaseAndState' || operation.kind === 'RunSQL') {
    return operation.stateOperations.some(isRemoval);
  }
  return operation.kind === 'RemoveField' || operation.kind === 'DeleteModel';
}

/** Code without the field is deployed before the column goes, and its constraints with it. */
function removedFirst(units: readonly Unit[], state: readonly string[]): readonly Unit[] {
  const late = units.map((unit): Unit => (unit.label === undefined ? { ...unit, phase: 'contract' } : unit));
  const [first, ...others] = late;
  if (first?.phase === 'expand' && canCarry(first)) return [carrying(first, state), ...others];
  return [stateUnit(first, state, 'expand'), ...late];
}

function stateUnit(beside: Unit | undefined, state: readonly string[], phase = beside?.phase ?? 'expand'): Unit {
  return {
    phase,
    transaction: 'file',
    label: 'state',
    purpose: "Changes Django's record of the models only; the database stays as it is.",
    parts: [{ kind: 'native', text: withState([], state) }],
    operations: [],
    accepts: [],
    settings: beside?.settings ?? [],
  };
}

function canCarry({ parts, transaction }: Unit): boolean {
  return parts.some((part) => part.kind === 'work' && (transaction === 'none' || !isBatched(part.work)));
}

function renames({ operations = [] }: Unit): boolean {
  return operations.some(({ kind }) => kind === 'rename-column' || kind === 'rename-table');
}

/** The unit with the record changed by its last work. */
function carrying(unit: Unit, state: readonly string[]): Unit {
  const last = unit.parts.findLastIndex(({ kind }) => kind === 'work');
  const parts = unit.parts.map((part, place): FilePart =>
    place === last && part.kind === 'work' ? { ...part, state } : part,
  );
  return { ...unit, parts };
}

/** The steps in operations of Django, where it has them. */
function nativeUnits(
  operation: DjangoOperation,
  units: readonly Unit[],
  { text, version }: StateContext,
): readonly Unit[] | undefined {
  const own = textAt(text, operation);
  const call = /^(?:migrations\.)?\w+(?=\()/;
  const [first, second, ...others] = units;
  if (first === undefined || others.length > 0 || operation.class !== `django.db.migrations.${operation.kind}`)
    return undefined;
  switch (operation.kind) {
    case 'AddIndex': {
      const isBuild = second === undefined && worksOf(first).every(isConcurrent);
      return isBuild ? [withNative(first, 'create-index', own.replace(call, 'AddIndexConcurrently'))] : undefined;
    }
    case 'RemoveIndex': {
      const isDrop = second === undefined && worksOf(first).every(isConcurrent);
      return isDrop ? [withNative(first, 'drop-index', own.replace(call, 'RemoveIndexConcurrently'))] : undefined;
    }
    case 'AddConstraint': {
      const { constraint, modelName } = operation;
      const isKnown = constraint.kind === 'CheckConstraint' && constraint.name !== undefined;
      if (!isKnown || Number.parseInt(version, 10) < 4 || second === undefined) return undefined;
      const validate = `ValidateConstraint(\n    model_name=${pythonString(modelName)},\n    name=${pythonString(constraint.name)},\n)`;
      return [
        withNative(first, 'add-constraint', own.replace(call, 'AddConstraintNotValid')),
        withNative(second, 'validate-constraint', validate),
      ];
    }
    default:
      return undefined;
  }
}

function worksOf({ parts }: Unit): readonly PlannedWork[] {
  return parts.flatMap((part) => (part.kind === 'work' ? [part.work] : []));
}

function isConcurrent(work: PlannedWork): boolean {
  if (isBatched(work)) return false;
  return work.every((draft) => (draft.kind === 'create-index' || draft.kind === 'drop-index') && draft.concurrently);
}

/** The unit with an operation of Django in the place of the last statement of that kind. */
function withNative(unit: Unit, kind: string, text: string): Unit {
  const place = unit.parts.findLastIndex(
    (part) => part.kind === 'work' && !isBatched(part.work) && part.work.some((draft) => draft.kind === kind),
  );
  return { ...unit, parts: unit.parts.map((part, at): FilePart => (at === place ? { kind: 'native', text } : part)) };
}
