import { draftOf } from '../core/draft.js';
import { displayName } from '../core/name.js';
import type { CheckConstraint, OperationDraft, OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlannedWork } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import type { Constraint } from '../core/schema.js';
import { displayType } from '../core/type.js';
import { listed } from '../core/wording.js';
import { checksOver } from '../postgres/effects/dependencies.js';
import { targetOf, validateStep } from './validate.js';

type Check = Constraint & { readonly definition: CheckConstraint };

/**
 * A change of type that leaves the rows alone but checks all of them against the CHECK constraints of the column: these
 * make room for it and come back NOT VALID in the same transaction, so that no row escapes them, and are validated later.
 */
export function recheckInSteps(
  operation: OperationOf<'alter-column-type'>,
  { schema }: PlanContext,
): OperationPlan | undefined {
  const { table, column, type } = operation;
  const key = relationKey(schema, table);
  const checks = checksOver(schema, key, column).filter(isEnforcedCheck);
  if (checks.length === 0 || schema.childrenOf.has(key) || (schema.tables.get(key)?.inherits.length ?? 1) > 0) {
    return undefined;
  }
  const target = targetOf(operation);
  const names = listed(checks.map(({ name }) => name));
  const drops = checks.map(({ name }): OperationDraft => {
    return { kind: 'drop-constraint', ...target, table, name, ifExists: false, cascade: false };
  });
  const adds = checks.map(({ name, definition }): PlannedWork => {
    const constraint = { ...definition, name, notValid: true };
    return [{ kind: 'add-constraint', ...target, table, constraint, only: target.only ?? false }];
  });
  return {
    title: 'Change the type without checking the rows, and validate the constraints afterwards',
    steps: [
      {
        phase: 'expand',
        label: `change_type_of_${column}`,
        purpose: `Makes ${displayName(table)}.${column} ${displayType(type)}. ${names} would be checked against every row under the lock, so it is dropped and added again NOT VALID in the same transaction: new rows are held to it all the time.`,
        transaction: 'file',
        work: [drops, [draftOf(operation)], ...adds],
      },
      ...checks.filter(({ valid }) => valid).map(({ name }) => validateStep('expand', table, name, target)),
    ],
    deploy: {},
    notes: [],
    holes: [],
  };
}

function isEnforcedCheck(constraint: Constraint): constraint is Check {
  return constraint.definition.kind === 'check' && constraint.enforced;
}
