import { draftOf } from '../core/draft.js';
import { displayName } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { isNewRelation, relationKey } from '../core/schema.js';
import { boundCheck, dropChecks, exclusionCheck, provingSteps } from './bound-checks.js';
import type { BoundCheck } from './bound-checks.js';
import { partitionFurniture } from './partition-furniture.js';
import { inPhase } from './phases.js';

/**
 * ATTACH PARTITION that would read the table or the default partition under its lock, or build what the parent has and
 * the table lacks: CHECKs prove the bound beforehand, indexes are built CONCURRENTLY and foreign keys validated, so that
 * the ATTACH itself is a matter of a moment.
 */
export function attachPartition(
  operation: OperationOf<'attach-partition'>,
  context: PlanContext,
): OperationPlan | undefined {
  const { schema } = context;
  const { table, partition, bound } = operation;
  const parent = relationKey(schema, table);
  const key = relationKey(schema, partition);
  if (schema.tables.get(parent)?.partitionBy === undefined || !schema.tables.has(key)) return undefined;
  // What this deployment creates holds little, and nobody waits for it.
  const isNew = isNewRelation(schema, key);
  const own = isNew ? [] : boundCheck(schema, table, partition, bound);
  const others = exclusionCheck(schema, table, key, bound);
  const furniture = isNew ? [] : partitionFurniture(schema, parent, key, partition, context);
  if (own === undefined || others === undefined || furniture === undefined) return undefined;
  const checks = [...own, ...others];
  if (checks.length === 0 && furniture.length === 0) return undefined;
  const attach: PlanStep = {
    phase: 'expand',
    label: `attach_${partition.name}`,
    purpose: `Attaches ${displayName(partition)} to ${displayName(table)}. No row is read, so the locks are brief.`,
    transaction: 'file',
    work: [[draftOf(operation)], ...dropChecks(checks)],
  };
  return {
    title: `Prove that ${displayName(partition)} fits before it is attached`,
    steps: [...inPhase('expand', furniture), ...provingSteps(checks), attach],
    deploy: {},
    notes: refusals(others, displayName(partition)),
    holes: [],
  };
}

/** What the CHECK of a default partition means for rows that are written before the new partition is there. */
export function refusals(checks: readonly BoundCheck[], partition: string): readonly string[] {
  return checks.map(
    ({ name, table }) =>
      `Between the file that adds ${name} and the one that attaches ${partition}, rows that belong to ${partition} are refused by the default partition ${displayName(table)}: run these files one after the other.`,
  );
}
