import { draftOf } from '../core/draft.js';
import { namesIn } from '../core/operation-names.js';
import type { Operation } from '../core/operation.js';
import type { OperationPlan } from '../core/plan.js';
import { commandName, listedBriefly } from '../core/wording.js';

/**
 * Gives the operation a file, and with it a transaction, of its own: what earlier statements have locked is free again
 * before it begins. It stays in its place among the others.
 */
export function inFileOfItsOwn(operation: Operation): OperationPlan | undefined {
  // A part of a block cannot leave it, and what cannot be written again cannot be moved.
  if (operation.conditional === true || operation.kind === 'opaque') return undefined;
  const command = commandName(operation);
  const names = namesIn(operation);
  const about = names.length === 0 ? '' : ` of ${listedBriefly(names, 2)}`;
  return {
    title: `Give ${command}${about} a transaction of its own`,
    steps: [
      {
        phase: 'expand',
        label: [...operation.kind.split('-'), ...names.slice(0, 1)].join('_'),
        purpose: `${command} stands alone, so that no lock of an earlier statement is held while it works.`,
        transaction: 'file',
        work: [[draftOf(operation)]],
      },
    ],
    deploy: {},
    notes: [],
    holes: [],
  };
}
