import { draftOf } from '../core/draft.js';
import { displayName } from '../core/name.js';
import type { ObjectKey } from '../core/name.js';
import type { ConstraintDefinition, OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import type { Column, Schema } from '../core/schema.js';
import { supports } from '../postgres/features.js';
import { chooseFilling } from './choose-filling.js';
import type { Filling, NewColumn } from './column-filling.js';
import { withoutDomain } from './domain-column.js';
import { constraintPlans, namedConstraints } from './inline-constraints.js';
import { notNullSteps } from './not-null.js';
import type { NotNullWay } from './not-null.js';
import { inPhase, mustComeFirst } from './phases.js';
import { triggerNotes } from './row-trigger.js';
import { targetOf } from './validate.js';
import { walkKeyOf } from './walk-key.js';

type AddColumn = OperationOf<'add-column'>;

/**
 * ADD COLUMN that would write every row, fail on rows that exist or check them under its lock: the column comes first,
 * its values in batches, NOT NULL and the constraints when all rows are ready for them.
 */
export function addColumnInSteps(operation: AddColumn, context: PlanContext): OperationPlan | undefined {
  const { schema } = context;
  if (operation.column.type === undefined || !canCarryTriggers(relationKey(schema, operation.table), context)) {
    return undefined;
  }
  const shown = `${displayName(operation.table)}.${operation.column.name}`;
  const domain = withoutDomain(operation.column, shown, schema);
  const constraints = namedConstraints(operation, [...operation.constraints, ...(domain?.checks ?? [])], schema);
  const definition = domain?.definition ?? operation.column;
  const required = definition.notNull || constraints.some(({ kind }) => kind === 'primary-key');
  const column: NewColumn = { table: operation.table, shown, definition, required };
  const filling = chooseFilling(column, context);
  if (filling === undefined) return undefined;
  const isPlain = filling.backfill === undefined && filling.last.length === 0 && constraints.length === 0;
  return isPlain
    ? undefined
    : planOf(operation, column, constraints, { differs: domain?.differs, ...filling }, context);
}

/** Children that are no partitions have triggers, keys and values of their own, which a plan for the parent would miss. */
function canCarryTriggers(key: ObjectKey, { schema, postgres }: PlanContext): boolean {
  const table = schema.tables.get(key);
  if (table?.partitionOf !== undefined) return false;
  if (table?.partitionBy !== undefined) return supports(postgres, 'partitioned-before-trigger');
  return !hasChildren(schema, key);
}

function hasChildren(schema: Schema, key: ObjectKey): boolean {
  return (schema.childrenOf.get(key)?.size ?? 0) > 0;
}

function planOf(
  operation: AddColumn,
  column: NewColumn,
  constraints: readonly ConstraintDefinition[],
  filling: Filling,
  context: PlanContext,
): OperationPlan | undefined {
  // A column that is NULL in every row has nothing to look up, so that its foreign key costs nothing.
  const isEmpty = filling.column.default === undefined;
  const kept = constraints.filter(({ kind }) => kind === 'foreign-key' && isEmpty);
  const later = constraints.filter((constraint) => !kept.includes(constraint));
  const notNull = notNullWay(operation, filling, context);
  const others = constraintPlans(operation, later, columnAfter(column, notNull, context.schema), context);
  if (others === undefined) return undefined;
  const { enforced } = filling;
  const differs = [filling, notNull, ...others].flatMap((part) => part.differs ?? []).join(' ');
  return {
    title: filling.title,
    steps: [
      addStep(operation, filling, kept),
      ...backfillSteps(column, filling, context.schema),
      ...inPhase(enforced, notNull.steps),
      ...inPhase(
        enforced,
        others.flatMap(({ steps }) => steps),
      ),
      ...filling.last,
    ],
    ...(mustComeFirst(operation, context) ? { first: true } : {}),
    deploy: filling.deploy,
    ...(differs === '' ? {} : { differs }),
    notes: [
      ...filling.notes,
      ...(filling.backfill === undefined
        ? []
        : triggerNotes(context.schema, relationKey(context.schema, operation.table))),
      ...others.flatMap(({ notes }) => notes),
    ],
    holes: filling.holes,
  };
}

function addStep(operation: AddColumn, filling: Filling, kept: readonly ConstraintDefinition[]): PlanStep {
  const { name } = operation.column;
  return {
    phase: 'expand',
    label: `add_${operation.table.name}_${name}`,
    purpose: filling.purpose,
    transaction: 'file',
    work: [[{ ...draftOf(operation), column: filling.column, constraints: kept }], ...filling.first],
  };
}

function backfillSteps(
  { table, shown, definition }: NewColumn,
  { backfill }: Filling,
  schema: Schema,
): readonly PlanStep[] {
  if (backfill === undefined) return [];
  const { name } = definition;
  return [
    {
      phase: 'backfill',
      label: `fill_${table.name}_${name}`,
      purpose: `Fills ${shown} in the rows that exist, in batches that commit one by one, so that no row stays locked for long. It can be stopped and run again.`,
      transaction: 'none',
      work: [
        {
          kind: 'batched-change',
          table,
          change: [{ column: name, value: backfill.value }],
          where: backfill.where,
          key: walkKeyOf(schema, relationKey(schema, table)),
        },
      ],
    },
  ];
}

function notNullWay(operation: AddColumn, { enforceNotNull }: Filling, context: PlanContext): NotNullWay {
  if (!enforceNotNull) return { steps: [] };
  const { table, column } = operation;
  const name = column.notNullConstraint?.name;
  const request = { table, column: column.name, target: targetOf(operation) };
  const way = notNullSteps(name === undefined ? request : { ...request, name }, context);
  // No code knows the column but what is deployed with it.
  const accepts = [{ rule: 'set-not-null', reason: `${column.name} is filled in rows of code that does not know it` }];
  return { ...way, steps: way.steps.map((step) => ({ ...step, accepts })) };
}

/** The column as it is when its constraints are added. */
function columnAfter({ definition, required }: NewColumn, { differs }: NotNullWay, schema: Schema): Column {
  const { name, type } = definition;
  const birth = { deploy: schema.deploy - 1, transaction: schema.transaction - 1 };
  return {
    name,
    birth,
    ...(type === undefined ? {} : { type }),
    notNull: required && differs === undefined,
    known: true,
  };
}
