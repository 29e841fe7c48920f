import { objectKey, schemaOf } from '../core/name.js';
import type { ObjectKey } from '../core/name.js';
import type { ConstraintDefinition, OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import type { Column, Schema, Table } from '../core/schema.js';
import { addConstraint } from './add-constraint.js';
import { generatedConstraintName } from './names.js';

type AddColumn = OperationOf<'add-column'>;

/** The constraints with the names PostgreSQL would give them, so that two of a kind do not get the same one. */
export function namedConstraints(
  { table }: AddColumn,
  constraints: readonly ConstraintDefinition[],
  schema: Schema,
): readonly ConstraintDefinition[] {
  const key = relationKey(schema, table);
  const reserved = new Set<ObjectKey>();
  return constraints.map((constraint) => {
    if (constraint.kind === 'exclude') return constraint;
    const name = constraint.name ?? generatedConstraintName(schema, key, constraint, reserved);
    reserved.add(objectKey(schemaOf(key), name));
    return { ...constraint, name };
  });
}

/** The way to each constraint of a column that is there by now; undefined when one of them has none. */
export function constraintPlans(
  operation: AddColumn,
  constraints: readonly ConstraintDefinition[],
  column: Column,
  context: PlanContext,
): readonly OperationPlan[] | undefined {
  const { span, statementSpan, statement, table, only } = operation;
  const schema = withColumn(context.schema, relationKey(context.schema, table), column);
  const plans: OperationPlan[] = [];
  for (const constraint of constraints) {
    const added: OperationOf<'add-constraint'> = {
      kind: 'add-constraint',
      ...{ span, statementSpan, statement, table, constraint, only },
    };
    const plan = addConstraint(added, { ...context, schema }) ?? asItStands(added);
    if (plan === undefined) return undefined;
    plans.push(plan);
  }
  return plans;
}

/** A constraint that reads nothing: it is not enforced, or not yet validated. */
function asItStands({ table, constraint, only }: OperationOf<'add-constraint'>): OperationPlan | undefined {
  if (constraint.kind !== 'check' && constraint.kind !== 'foreign-key') return undefined;
  if (!constraint.notValid && constraint.enforced) return undefined;
  const name = constraint.name ?? 'constraint';
  return {
    title: `Add ${name}`,
    steps: [
      {
        phase: 'expand',
        label: `add_${name}`,
        purpose: `Adds ${name}, for which no row is read.`,
        transaction: 'file',
        work: [[{ kind: 'add-constraint', table, constraint, only }]],
      },
    ],
    deploy: {},
    notes: [],
    holes: [],
  };
}

function withColumn(schema: Schema, key: ObjectKey, column: Column): Schema {
  const known: Table | undefined = schema.tables.get(key);
  if (known === undefined) return schema;
  const table = { ...known, columns: new Map(known.columns).set(column.name, column) };
  // The search path and the time zone may be computed when they are asked for.
  const { searchPath, timeZone } = schema;
  const session = timeZone === undefined ? { searchPath } : { searchPath, timeZone };
  return { ...schema, ...session, tables: new Map(schema.tables).set(key, table) };
}
