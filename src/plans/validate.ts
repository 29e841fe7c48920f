import { draftOf } from '../core/draft.js';
import { displayName } from '../core/name.js';
import type { QualifiedName } from '../core/name.js';
import type { AlterTarget, OperationOf } from '../core/operation.js';
import type { OperationPlan, PhaseName, PlanStep } from '../core/plan.js';

/** The file that checks the rows that exist. It comes after the one that adds the constraint, whose lock is gone by then. */
export function validateStep(phase: PhaseName, table: QualifiedName, name: string, target: AlterTarget = {}): PlanStep {
  return {
    phase,
    label: `validate_${name}`,
    purpose: `Checks the rows of ${displayName(table)} that exist against ${name}, while others read and write.`,
    transaction: 'file',
    work: [[{ kind: 'validate-constraint', ...target, table, name }]],
  };
}

/** VALIDATE CONSTRAINT in the transaction that adds the constraint, or under another lock: a file of its own. */
export function validateApart(operation: OperationOf<'validate-constraint'>): OperationPlan {
  const { table, name } = operation;
  const step = validateStep('contract', table, name);
  return {
    title: `Validate ${name} in a file of its own`,
    steps: [{ ...step, work: [[draftOf(operation)]] }],
    deploy: {},
    notes: [],
    holes: [],
  };
}

/** The fields of a command that say how ALTER TABLE names its relation. */
export function targetOf({ relationKind, only, ifRelationExists }: AlterTarget): AlterTarget {
  return {
    ...(relationKind === undefined ? {} : { relationKind }),
    ...(only === undefined ? {} : { only }),
    ...(ifRelationExists === undefined ? {} : { ifRelationExists }),
  };
}
