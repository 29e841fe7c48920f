import { draftOf } from '../core/draft.js';
import { namesIn } from '../core/operation-names.js';
import type { Operation, OperationKind } from '../core/operation.js';
import type { OperationPlan, PlanStep } from '../core/plan.js';
import { commandName, listedBriefly } from '../core/wording.js';
import { labelOf } from './contract.js';

/**
 * Gives the operation a file, and with it a transaction, of its own: what earlier statements have locked is free again
 * before it begins. It stays in its place among the others.
 */
export function inFileOfItsOwn(operation: Operation): OperationPlan | undefined {
  // A part of a block cannot leave it, and what cannot be written again cannot be moved.
  if (operation.conditional === true || operation.kind === 'opaque') return undefined;
  const command = commandName(operation);
  return planOf(operation, {
    title: `Give ${command}${subjectOf(operation)} a transaction of its own`,
    purpose: `${command} stands alone, so that no lock of an earlier statement is held while it works.`,
    transaction: 'file',
  });
}

/** Gives the operation a file that runs outside a transaction. Undefined for what could not be run a second time. */
export function outsideTransactions(operation: Operation): OperationPlan | undefined {
  if (operation.conditional === true || !repeatable.has(operation.kind)) return undefined;
  const command = commandName(operation);
  // A label that is there already, because the runner was killed before it had noted the file, is no error then.
  const again = operation.kind === 'add-enum-value' ? { ...operation, ifNotExists: true } : operation;
  return planOf(again, {
    title: `Run ${command}${subjectOf(operation)} outside a transaction`,
    purpose: `${command} stands alone and outside a transaction, because PostgreSQL refuses it inside one.`,
    transaction: 'none',
  });
}

const repeatable: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'vacuum',
  'cluster',
  'reindex',
  'cluster-wide',
  'add-enum-value',
]);

function subjectOf(operation: Operation): string {
  const names = namesIn(operation);
  return names.length === 0 ? '' : ` of ${listedBriefly(names, 2)}`;
}

function planOf(
  operation: Operation,
  { title, purpose, transaction }: Pick<OperationPlan, 'title'> & Pick<PlanStep, 'purpose' | 'transaction'>,
): OperationPlan {
  const work = [[draftOf(operation)]];
  return {
    title,
    steps: [{ phase: 'expand', label: labelOf(operation), purpose, transaction, work }],
    deploy: {},
    notes: [],
    holes: [],
  };
}
