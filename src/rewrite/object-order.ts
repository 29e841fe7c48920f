import type { OperationDraft, OperationKind } from '../core/operation.js';
import type { FilePart, PhaseName } from '../core/plan.js';
import { later } from './row-order.js';
import type { Unit } from './units.js';
import { wordsOf } from './words.js';

type Statements = readonly (readonly Unit[])[];

/**
 * Keeps statements behind what they rely on when all is put in order of phases. What speaks of a column whose type is
 * switched is written for the new type, and would hang on the old column before. A type can only go when what uses it
 * is gone. And what is dropped to be made again a little later is not missed by running code in between.
 */
export function keepObjectOrder(statements: Statements): Statements {
  return keepUntilMadeAgain(keepBehind(statements));
}

function keepBehind(statements: Statements): Statements {
  const waiting: Waiting[] = [];
  const freed = new Map<string, PhaseName>();
  let removal: PhaseName = 'expand';
  return statements.map((units) => {
    const words = new Set(units.flatMap((unit) => [...wordsOf(unit)]));
    const waits = removal !== 'expand' && isPassiveRemoval(units);
    let first: PhaseName = waits ? removal : 'expand';
    for (const { names, phase } of waiting) if (names.every((name) => words.has(name))) first = later(first, phase);
    for (const name of objectNames(units, createdBy)) first = later(first, freed.get(name) ?? 'expand');
    const placed = units.map((unit) => ({
      ...unit,
      ...(waits ? { parts: unit.parts.map((part) => asWork(part, unit)) } : {}),
      phase: later(first, unit.phase),
    }));
    for (const unit of placed) {
      waiting.push(...switchedColumns(unit));
      if (first !== 'expand') waiting.push(...objectsOf(unit));
      for (const name of objectNames([unit], droppedBy)) freed.set(name, unit.phase);
      if (unit.operations?.some(({ kind }) => kind.startsWith('drop-')) === true) removal = later(removal, unit.phase);
    }
    return placed;
  });
}

/** A statement that waits is the plan's: where it stands now, it is for the plan to answer for it. */
function asWork(part: FilePart, { operations = [] }: Unit): FilePart {
  return part.kind === 'kept' ? { kind: 'work', work: operations } : part;
}

/** What mentions all of the names must not come before the phase. */
interface Waiting {
  readonly names: readonly string[];
  readonly phase: PhaseName;
}

/** The columns that change places with another in a unit: what their names stand for is different afterwards. */
function switchedColumns({ phase, operations = [] }: Unit): readonly Waiting[] {
  if (phase !== 'switch') return [];
  return operations.flatMap((operation) =>
    operation.kind === 'rename-column'
      ? [operation.column, '*'].map((column) => ({ names: [operation.table.name, column], phase }))
      : [],
  );
}

/** The objects that a unit makes, renames or drops, which is later than the migration had it. */
function objectsOf({ phase, operations = [] }: Unit): readonly Waiting[] {
  return operations.flatMap((operation) => {
    const object = createdBy(operation) ?? droppedBy(operation);
    return object === undefined ? [] : [{ names: [object.name], phase }];
  });
}

/** The objects that units make or drop, to be told from those of other sorts. */
function objectNames(units: readonly Unit[], objectOf: typeof createdBy): readonly string[] {
  const objects = units.flatMap(({ operations = [] }) => operations.map(objectOf));
  return objects.flatMap((object) => (object === undefined ? [] : [`${object.sort} ${object.name}`]));
}

/** Whether a statement only drops what nothing asks for by itself: it can wait without anybody noticing. */
function isPassiveRemoval(units: readonly Unit[]): boolean {
  return units.every(
    ({ operations = [] }) => operations.length > 0 && operations.every(({ kind }) => passive.has(kind)),
  );
}

const passive: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'drop-type',
  'drop-domain',
  'drop-sequence',
  'drop-object',
  'drop-schema',
]);

/** A DROP of what a later statement makes again moves to just before it, in its phase. */
function keepUntilMadeAgain(statements: Statements): Statements {
  return statements.map((units, place) => {
    const dropped = units.flatMap(({ operations = [] }) => operations.map(droppedBy));
    if (dropped.length === 0 || dropped.includes(undefined)) return units;
    let first: PhaseName = 'expand';
    for (const unit of statements.slice(place + 1).flat()) {
      const again = unit.operations?.some((operation) =>
        dropped.some((object) => isSame(object, createdBy(operation))),
      );
      if (again === true) first = later(first, unit.phase);
    }
    return units.map((unit) => ({ ...unit, phase: later(first, unit.phase) }));
  });
}

interface ObjectName {
  readonly sort: string;
  readonly name: string;
}

function isSame(a: ObjectName | undefined, b: ObjectName | undefined): boolean {
  return a !== undefined && a.sort === b?.sort && a.name === b.name;
}

function createdBy(operation: OperationDraft): ObjectName | undefined {
  switch (operation.kind) {
    case 'create-view':
    case 'create-materialized-view':
      return { sort: 'view', name: operation.view.name };
    case 'create-table':
      return { sort: 'table', name: operation.table.name };
    case 'create-index':
      return operation.index === undefined ? undefined : { sort: 'index', name: operation.index };
    case 'create-trigger':
      return { sort: 'trigger', name: operation.trigger };
    case 'create-rule':
      return { sort: 'rule', name: operation.rule };
    case 'create-policy':
      return { sort: 'policy', name: operation.policy };
    case 'create-function':
      return { sort: 'function', name: operation.function.name };
    case 'create-sequence':
      return { sort: 'sequence', name: operation.sequence.name };
    case 'create-enum':
    case 'create-composite-type':
    case 'create-type':
      return { sort: 'type', name: operation.type.name };
    case 'create-domain':
      return { sort: 'type', name: operation.domain.name };
    default:
      return undefined;
  }
}

function droppedBy(operation: OperationDraft): ObjectName | undefined {
  switch (operation.kind) {
    case 'drop-view':
    case 'drop-materialized-view':
      return { sort: 'view', name: operation.view.name };
    case 'drop-table':
      return { sort: 'table', name: operation.table.name };
    case 'drop-index':
      return { sort: 'index', name: operation.index.name };
    case 'drop-trigger':
      return { sort: 'trigger', name: operation.trigger };
    case 'drop-rule':
      return { sort: 'rule', name: operation.rule };
    case 'drop-policy':
      return { sort: 'policy', name: operation.policy };
    case 'drop-sequence':
      return { sort: 'sequence', name: operation.sequence.name };
    case 'drop-type':
      return { sort: 'type', name: operation.type.name };
    case 'drop-domain':
      return { sort: 'type', name: operation.domain.name };
    case 'drop-object':
      return /^(?:function|procedure|routine|aggregate)$/.test(operation.objectType) && operation.name !== undefined
        ? { sort: 'function', name: operation.name.name }
        : undefined;
    default:
      return undefined;
  }
}
