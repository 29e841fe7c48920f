import { displayName } from '../core/name.js';
import type { QualifiedName } from '../core/name.js';
import { isNewTable } from '../core/newness.js';
import type {
  AlterTarget,
  CheckConstraint,
  ConstraintDefinition,
  ForeignKeyConstraint,
  NotNullConstraint,
  OperationOf,
} from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { relationKey, tableOf } from '../core/schema.js';
import { supports } from '../postgres/features.js';
import { keyPlan } from './add-key.js';
import type { KeyRequest } from './add-key.js';
import { generatedConstraintName } from './names.js';
import { notNullSteps } from './not-null.js';
import { partitionedForeignKeySteps } from './partitioned-foreign-key.js';
import { replaceConstraint } from './replace-constraint.js';
import { targetOf, validateStep } from './validate.js';

/** A constraint that is to be added to a table, with a name. */
export interface ConstraintRequest<C extends ConstraintDefinition = ConstraintDefinition> {
  readonly table: QualifiedName;
  readonly constraint: C & { readonly name: string };
  /** How ALTER TABLE names the table: IF EXISTS, ONLY. */
  readonly target?: AlterTarget;
}

type Context = Pick<PlanContext, 'schema' | 'postgres'>;

/**
 * ADD CONSTRAINT. CHECK, FOREIGN KEY and NOT NULL: NOT VALID first, VALIDATE in a later transaction. UNIQUE and PRIMARY
 * KEY: a unique index built CONCURRENTLY, which the constraint then takes over. There is no such way for EXCLUDE.
 */
export function addConstraint(
  operation: OperationOf<'add-constraint'>,
  context: PlanContext,
): OperationPlan | undefined {
  const { table, constraint } = operation;
  const target = targetOf(operation);
  if (hasOwnChildren(operation, context)) return undefined;
  switch (constraint.kind) {
    case 'check':
    case 'foreign-key': {
      if (constraint.notValid || !constraint.enforced) return undefined;
      const request = { table, constraint: named(constraint, table, context), target };
      const stepsFor = (each: ConstraintRequest): readonly PlanStep[] | undefined => rowSteps(each, context);
      const replaced = replaceConstraint(operation, request, stepsFor, context);
      if (replaced !== undefined) return replaced;
      const steps = stepsFor(request);
      return steps && planOf(request, steps, context);
    }
    case 'not-null':
      return constraint.notValid ? undefined : notNullPlan(operation, constraint, context);
    case 'unique':
    case 'primary-key':
      return addKey(operation, { table, constraint: named(constraint, table, context), target }, context);
    case 'exclude':
      return undefined;
  }
}

function rowSteps({ constraint, ...request }: ConstraintRequest, context: Context): readonly PlanStep[] | undefined {
  if (constraint.kind === 'check') return notValidSteps({ ...request, constraint });
  return constraint.kind === 'foreign-key' ? foreignKeySteps({ ...request, constraint }, context) : undefined;
}

function addKey(
  operation: OperationOf<'add-constraint'>,
  request: KeyRequest,
  context: PlanContext,
): OperationPlan | undefined {
  const plan = keyPlan(request, context);
  return (plan && replaceConstraint(operation, request, () => undefined, context)) ?? plan;
}

/** The constraint under the name it has or PostgreSQL would give it, so that later steps can speak of it. */
function named<C extends ConstraintDefinition>(
  constraint: C,
  table: QualifiedName,
  { schema }: Context,
): C & { readonly name: string } {
  const name = constraint.name ?? generatedConstraintName(schema, relationKey(schema, table), constraint);
  return { ...constraint, name };
}

/**
 * A foreign key, NOT VALID and then validated, in the phase `contract`. Before 18 a partitioned table cannot have one
 * that is NOT VALID, so its partitions get theirs first. Undefined when the history shows no partitions.
 */
export function foreignKeySteps(
  request: ConstraintRequest<ForeignKeyConstraint>,
  context: Context,
): readonly PlanStep[] | undefined {
  const isPartitioned = tableOf(context.schema, request.table)?.partitionBy !== undefined;
  if (isPartitioned && !supports(context.postgres, 'partitioned-foreign-key-not-valid')) {
    return partitionedForeignKeySteps(request, context.schema);
  }
  return notValidSteps(request);
}

/** All in the phase `contract`: the constraint refuses rows that old code may write. */
function notValidSteps({
  table,
  constraint,
  target = {},
}: ConstraintRequest<CheckConstraint | ForeignKeyConstraint>): readonly PlanStep[] {
  return [
    {
      phase: 'contract',
      label: `add_${constraint.name}`,
      purpose: `Holds new rows of ${displayName(table)} to ${constraint.name}. NOT VALID: the rows that exist are not read yet, so the lock is brief.`,
      transaction: 'file',
      work: [
        [
          {
            kind: 'add-constraint',
            ...target,
            table,
            constraint: { ...constraint, notValid: true },
            only: target.only ?? false,
          },
        ],
      ],
    },
    validateStep('contract', table, constraint.name, target),
  ];
}

function notNullPlan(
  operation: OperationOf<'add-constraint'>,
  constraint: NotNullConstraint,
  context: PlanContext,
): OperationPlan | undefined {
  const { table } = operation;
  if (constraint.noInherit || tableOf(context.schema, table)?.columns.get(constraint.column)?.notNull === 'unknown') {
    return undefined;
  }
  const request = { table, constraint: named(constraint, table, context) };
  const name = request.constraint.name;
  const { steps } = notNullSteps({ table, column: constraint.column, target: targetOf(operation), name }, context);
  return planOf(request, steps, context);
}

function planOf(request: ConstraintRequest, steps: readonly PlanStep[], context: Context): OperationPlan {
  const { table, constraint } = request;
  const { schema } = context;
  return {
    title: `Add ${constraint.name} NOT VALID and validate it in a later transaction`,
    steps,
    deploy: isNewTable(schema, table) ? {} : { switch: deploySentence(request) },
    notes: partialEntries(constraint, context),
    holes: [],
  };
}

/** Observed on 15 to 17: VALIDATE leaves the entries of the key for each partition of the other table as they were. */
function partialEntries(constraint: ConstraintRequest['constraint'], { schema, postgres }: Context): readonly string[] {
  if (constraint.kind !== 'foreign-key' || supports(postgres, 'partitioned-foreign-key-not-valid')) return [];
  if (tableOf(schema, constraint.references)?.partitionBy === undefined) return [];
  return [
    `Before PostgreSQL 18 the entries that pg_constraint has of ${constraint.name} for each partition of ${displayName(constraint.references)} stay marked NOT VALID. The key itself is valid, and rows are held to it all the same.`,
  ];
}

/** What code has to do before the constraint holds for new rows. */
function deploySentence({ table, constraint }: ConstraintRequest): string {
  const shown = displayName(table);
  switch (constraint.kind) {
    case 'check':
      return `Deploy code that writes only rows of ${shown} that pass CHECK (${constraint.expression.text}), and mend the rows that do not.`;
    case 'foreign-key':
      return `Deploy code that writes only rows of ${shown} that have their match in ${displayName(constraint.references)}, and mend the rows that do not.`;
    case 'not-null':
      return `Deploy code that always fills ${shown}.${constraint.column}, and fill the rows where it is NULL.`;
    default:
      return `Deploy code that keeps to ${constraint.name}.`;
  }
}

/** ALTER TABLE ONLY of a table with children: what it may do depends on what they have. */
function hasOwnChildren({ table, only }: OperationOf<'add-constraint'>, { schema }: PlanContext): boolean {
  return only && schema.childrenOf.has(relationKey(schema, table));
}
