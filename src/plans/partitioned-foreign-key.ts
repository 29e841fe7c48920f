import { displayName } from '../core/name.js';
import type { ForeignKeyConstraint } from '../core/operation.js';
import type { PlanStep } from '../core/plan.js';
import { descendantsOf, relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { joinColumns } from '../postgres/names.js';
import type { ConstraintRequest } from './add-constraint.js';
import { freeConstraintName, nameBeside } from './names.js';
import { validateStep } from './validate.js';

/**
 * A foreign key of a partitioned table before PostgreSQL 18: each partition that holds rows gets it NOT VALID and has it
 * validated, and then the partitioned table gets it, which takes over those of the partitions without reading them. They
 * are named as PostgreSQL would name them. Undefined when the history shows no partitions.
 */
export function partitionedForeignKeySteps(
  { table, constraint, target = {} }: ConstraintRequest<ForeignKeyConstraint>,
  schema: Schema,
): readonly PlanStep[] | undefined {
  const key = relationKey(schema, table);
  const leaves = descendantsOf(schema, key).filter((each) => schema.tables.get(each)?.partitionBy === undefined);
  if (leaves.length === 0) return undefined;
  const parts = leaves.map((each) => {
    const names = schema.tables.get(each)?.constraints.map(({ name }) => name) ?? [];
    const name = names.includes(constraint.name)
      ? freeConstraintName(schema, each, joinColumns(constraint.columns), 'fkey')
      : constraint.name;
    return { table: nameBeside(schema, each, table), name };
  });
  const references = displayName(constraint.references);
  return [
    ...parts.map((part): PlanStep => ({
      phase: 'contract',
      label: `add_${constraint.name}_to_${part.table.name}`,
      purpose: `Holds new rows of the partition ${displayName(part.table)} to ${part.name}. NOT VALID: the rows that exist are not read yet, so the locks are brief.`,
      transaction: 'file',
      work: [
        [
          {
            kind: 'add-constraint',
            table: part.table,
            constraint: { ...constraint, name: part.name, notValid: true },
            only: false,
          },
        ],
      ],
    })),
    ...parts.map((part) => ({
      ...validateStep('contract', part.table, part.name),
      label: `validate_${constraint.name}_of_${part.table.name}`,
    })),
    {
      phase: 'contract',
      label: `add_${constraint.name}`,
      purpose: `Gives ${displayName(table)} the foreign key. Its partitions have it already and valid, so that no row is looked up and the locks on ${references} are brief.`,
      transaction: 'file',
      work: [[{ kind: 'add-constraint', ...target, table, constraint, only: false }]],
    },
  ];
}
