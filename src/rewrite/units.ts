import { draftOf } from '../core/draft.js';
import type { TransactionMode } from '../core/migration.js';
import type { Operation, OperationDraft } from '../core/operation.js';
import { isBatched, phaseNames } from '../core/plan.js';
import type { Acceptance, FilePart, OperationPlan, PhaseName } from '../core/plan.js';
import type { MigrationFormat, WrittenStatement } from './format.js';
import type { Schema } from '../core/schema.js';
import { keepObjectOrder } from './object-order.js';
import { keepRowOrder } from './row-order.js';

/** The smallest thing that is placed in a file: a statement of the original, or a step of a plan. */
export interface Unit {
  readonly phase: PhaseName;
  readonly transaction: TransactionMode;
  /** For the name of its file; undefined for what the original says itself. */
  readonly label: string | undefined;
  readonly purpose: string | undefined;
  readonly parts: readonly FilePart[];
  /** What its statements do; undefined when they change rows in batches. */
  readonly operations: readonly OperationDraft[] | undefined;
  readonly accepts: readonly Acceptance[];
  /** Settings of the original in force here, as it wrote them. */
  readonly settings: readonly string[];
}

/**
 * The units of each statement of a migration, in its order. BEGIN, COMMIT and timeouts are left out: every file of a
 * plan has its own. Comments stay with the statement they stand above. `runsAlone` tells what PostgreSQL refuses inside
 * a transaction block.
 */
export function unitsOf(
  written: readonly WrittenStatement[],
  format: MigrationFormat,
  plans: ReadonlyMap<Operation, OperationPlan>,
  runsAlone: (operation: Operation) => boolean,
): readonly (readonly Unit[])[] {
  const result: (readonly Unit[])[] = [];
  const settings: string[] = [];
  let comments: FilePart[] = [];
  for (const statement of written) {
    const { operations, text, above, behind } = statement;
    const [first] = operations;
    for (const comment of [above, behind]) if (comment !== '') comments.push({ kind: 'comment', text: comment });
    if (text === '' || (first !== undefined && isFrame(first))) continue;
    if (first?.kind === 'set-parameter' || first?.kind === 'reset-parameter') {
      settings.push(text);
      continue;
    }
    const transaction = statement.transaction ?? (operations.some(runsAlone) ? 'none' : 'file');
    const units = operations.some((operation) => plans.has(operation))
      ? withFormat(statement, plannedUnits(operations, plans, [...settings]), format)
      : [keptUnit(text, operations, transaction, [...settings])];
    result.push(units.map((unit, place) => (place === 0 ? { ...unit, parts: [...comments, ...unit.parts] } : unit)));
    comments = [];
  }
  return result;
}

function withFormat(
  statement: WrittenStatement,
  units: readonly Unit[],
  { planned }: MigrationFormat,
): readonly Unit[] {
  return planned === undefined ? units : planned(statement, units);
}

function keptUnit(
  text: string,
  operations: readonly Operation[],
  transaction: TransactionMode,
  settings: readonly string[],
): Unit {
  return { ...untouched(operations), transaction, parts: [{ kind: 'kept', text }], settings };
}

/** What needs no plan takes no notice of running code, so it comes first. */
function untouched(operations: readonly Operation[]): Omit<Unit, 'transaction' | 'parts' | 'settings'> {
  const drafts = operations.map((operation) => draftOf(operation));
  return { phase: 'expand', label: undefined, purpose: undefined, operations: drafts, accepts: [] };
}

function isFrame(operation: Operation): boolean {
  if (operation.kind === 'begin' || operation.kind === 'commit') return true;
  return operation.kind === 'set-parameter' && /^(?:lock|statement)_timeout$/.test(operation.parameter);
}

/** The commands of the statement that need no plan stay together, in a statement of their own. */
function plannedUnits(
  statement: readonly Operation[],
  plans: ReadonlyMap<Operation, OperationPlan>,
  settings: readonly string[],
): Unit[] {
  const units: Unit[] = [];
  let others: Operation[] = [];
  const flush = (): void => {
    if (others.length === 0) return;
    const parts: FilePart[] = [{ kind: 'work', work: others.map((operation) => draftOf(operation)) }];
    units.push({ ...untouched(others), transaction: 'file', parts, settings });
    others = [];
  };
  for (const operation of statement) {
    const plan = plans.get(operation);
    if (plan === undefined) {
      others.push(operation);
      continue;
    }
    flush();
    for (const { phase, transaction, label, purpose, work, accepts = [] } of plan.steps) {
      const parts = work.map((each): FilePart => ({ kind: 'work', work: each }));
      const operations = work.some(isBatched) ? undefined : work.flatMap((each) => (isBatched(each) ? [] : each));
      units.push({ phase, transaction, label, purpose, parts, operations, accepts, settings });
    }
  }
  flush();
  return units;
}

/** By phase over the whole file, which needs the fewest deployments; or each statement when the one before is through. */
export function arrange(
  statements: readonly (readonly Unit[])[],
  mode: 'by-phase' | 'in-turn',
  before: Schema,
): readonly Unit[] {
  if (mode === 'by-phase')
    return [...keepObjectOrder(keepRowOrder(statements, before)).flat()].sort((a, b) => rank(a) - rank(b));
  let reached = 0;
  return statements.flatMap((units) =>
    units.map((unit) => {
      reached = Math.max(reached, rank(unit));
      return { ...unit, phase: phaseNames[reached] ?? unit.phase };
    }),
  );
}

function rank({ phase }: Unit): number {
  return phaseNames.indexOf(phase);
}
