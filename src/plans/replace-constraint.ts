import { displayName, objectKey, schemaOf } from '../core/name.js';
import { isSameRelation } from '../core/newness.js';
import type { Operation, OperationKind, OperationOf, StatementDraft } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { relationKey, tableOf } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { chooseName } from '../postgres/names.js';
import type { ConstraintRequest } from './add-constraint.js';
import { concurrentIndexStep } from './concurrent-index.js';
import { indexOf, usingIndex } from './key-index.js';
import { isTakenConstraint, isTakenRelation } from './names.js';
import { inPhase } from './phases.js';

type Addition = OperationOf<'add-constraint'>;
type Drop = OperationOf<'drop-constraint'>;

/**
 * A constraint that takes the place of one of its name, which the migration drops before: the new one is made ready under
 * another name while the old one still holds, and takes its name when the old one goes. Undefined when there is no such
 * drop, or rows are changed between the two, which the old constraint might not let pass.
 */
export function replaceConstraint(
  operation: Addition,
  request: ConstraintRequest,
  notValidSteps: (request: ConstraintRequest) => readonly PlanStep[] | undefined,
  context: PlanContext,
): OperationPlan | undefined {
  const drop = dropBefore(operation, context);
  const { schema } = context;
  if (drop === undefined || tableOf(schema, request.table)?.partitionBy !== undefined) return undefined;
  const { table, constraint, target = {} } = request;
  const { name } = constraint;
  const own = temporaryName(request, schema);
  const shown = displayName(table);
  const plan = {
    title: `Make the new ${name} ready before the old one goes`,
    deploy: {},
    notes: [
      `The new ${name} holds for new rows before new code is deployed, as in the original: where it is stricter than the old one, deploy code that keeps to it first.`,
    ],
    holes: [],
    replaces: [drop],
  };
  const switchStep: Omit<PlanStep, 'work'> = {
    phase: 'expand',
    label: `replace_${name}`,
    purpose: `Drops the old ${name} of ${shown} and gives its name to the new one, which holds already. No row is read, so the locks are brief.`,
    transaction: 'file',
  };
  const dropOld: StatementDraft = [
    { kind: 'drop-constraint', ...target, table, name, ifExists: drop.ifExists, cascade: false },
  ];
  if (constraint.kind === 'unique') {
    const added: StatementDraft = [
      {
        kind: 'add-constraint',
        ...target,
        table,
        constraint: { ...usingIndex(constraint), usingIndex: own },
        only: false,
      },
    ];
    const build = concurrentIndexStep(schema, 'expand', table, own, indexOf(constraint));
    return { ...plan, steps: [build, { ...switchStep, work: [dropOld, added] }] };
  }
  const steps = notValidSteps({ ...request, constraint: { ...constraint, name: own } });
  if (steps === undefined) return undefined;
  return {
    ...plan,
    steps: [
      ...inPhase('expand', steps),
      {
        ...switchStep,
        work: [dropOld, [{ kind: 'rename-constraint', ...target, table, name: own, newName: name }]],
      },
    ],
  };
}

/** A name that neither a constraint nor a relation has. */
function temporaryName({ table, constraint }: ConstraintRequest, schema: Schema): string {
  const key = relationKey(schema, table);
  const isTaken = (name: string): boolean =>
    isTakenRelation(schema, objectKey(schemaOf(key), name)) ||
    isTakenConstraint(schema, objectKey(schemaOf(key), name));
  return chooseName(constraint.name, undefined, 'new', isTaken);
}

/** The operation that drops a constraint of the name, if nothing comes between the two that needs it gone. */
function dropBefore(operation: Addition, { schema, operations = [] }: PlanContext): Drop | undefined {
  const { table, constraint } = operation;
  const before = operations.slice(0, Math.max(0, operations.indexOf(operation))).reverse();
  for (const other of before) {
    if (
      other.kind === 'drop-constraint' &&
      other.name === constraint.name &&
      isSameRelation(schema, other.table, table)
    ) {
      return other.conditional === true || other.cascade ? undefined : other;
    }
    if (!leavesRowsAlone(other)) return undefined;
  }
  return undefined;
}

const harmless: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'add-constraint',
  'drop-constraint',
  'validate-constraint',
  'add-column',
  'create-index',
  'comment',
  'set-parameter',
  'begin',
  'commit',
]);

function leavesRowsAlone({ kind }: Operation): boolean {
  return harmless.has(kind);
}
