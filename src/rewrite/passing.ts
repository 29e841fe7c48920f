import type { OperationDraft, OperationKind } from '../core/operation.js';
import type { Unit } from './units.js';
import { collectWords } from './words.js';

/**
 * Whether a unit may be run before others that stand in front of it: it changes the schema only, and mentions nothing
 * that they are about.
 */
export function mayPass(unit: Unit, others: readonly Unit[]): boolean {
  if (unit.operations === undefined || unit.operations.some(({ kind }) => !movable.has(kind))) return false;
  const mentioned = new Set<string>();
  collectWords(unit.operations, mentioned);
  return others.every(
    ({ operations }) =>
      operations?.every((operation) => subjectsOf(operation)?.every((name) => !mentioned.has(name)) === true) === true,
  );
}

/** What a unit that passes the operation must not mention; undefined when none may pass it. */
function subjectsOf(operation: OperationDraft): readonly string[] | undefined {
  switch (operation.kind) {
    case 'create-index':
      if (operation.index === undefined) return undefined;
      // Foreign keys and ON CONFLICT may stand on a unique index of the table without naming it.
      return operation.unique ? [operation.index, operation.table.name] : [operation.index];
    case 'validate-constraint':
      return [operation.name];
    case 'opaque':
    case 'do-block':
    case 'run-code':
    case 'call':
    case 'create-function':
      return undefined;
    default: {
      const names = new Set<string>();
      collectNames(operation, names);
      return [...names];
    }
  }
}

/** Changes of the schema alone, whose outcome does not depend on rows, settings or code. */
const movable: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'create-table',
  'add-column',
  'add-constraint',
  'create-index',
  'set-default',
  'drop-default',
  'drop-not-null',
  'create-enum',
  'create-sequence',
  'create-schema',
  'comment',
  'grant',
]);

/** The names of the objects in an operation. Types that it uses are not among them: using one changes nothing. */
function collectNames(value: unknown, names: Set<string>): void {
  if (typeof value !== 'object' || value === null || 'arrayDimensions' in value) return;
  for (const [field, part] of Object.entries(value)) {
    if (typeof part !== 'string') collectNames(part, names);
    else if (naming.has(field)) names.add(part);
  }
}

const naming: ReadonlySet<string> = new Set(['name', 'newName', 'index', 'usingIndex', 'trigger']);
