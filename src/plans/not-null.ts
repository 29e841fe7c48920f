import { displayName } from '../core/name.js';
import type { QualifiedName } from '../core/name.js';
import type { AlterTarget, StatementDraft } from '../core/operation.js';
import type { PlanContext, PlanStep } from '../core/plan.js';
import { relationKey, tableOf } from '../core/schema.js';
import type { Constraint } from '../core/schema.js';
import { provesNotNull } from '../postgres/expressions/index.js';
import { supports } from '../postgres/features.js';
import { quoteIdentifier } from '../postgres/names.js';
import { validateStep } from './validate.js';
import { freeConstraintName } from './names.js';

/** A column that is to become NOT NULL. */
export interface NotNullRequest {
  readonly table: QualifiedName;
  readonly column: string;
  /** Set when the column is there before the plan: then the history may not show all of it. */
  readonly exists?: true;
  /** How ALTER TABLE names the table: IF EXISTS, ONLY. */
  readonly target?: AlterTarget;
  /** The name of the constraint, from 18 on; what PostgreSQL would choose when absent. */
  readonly name?: string;
}

/** What leads to NOT NULL, and what it falls short of. */
export interface NotNullWay {
  /** All in the phase `contract`: they refuse what old code may write. */
  readonly steps: readonly PlanStep[];
  /** Why the column does not end NOT NULL: before 12 SET NOT NULL reads the table whatever CHECK there is. A sentence. */
  readonly differs?: string;
}

type Context = Pick<PlanContext, 'schema' | 'postgres'>;

/**
 * Makes a column NOT NULL without reading the table under a strong lock. From 18 on by a NOT NULL constraint that is
 * validated later; from 12 on by a CHECK that is, which SET NOT NULL then trusts and which is dropped; before 12 the
 * CHECK stays in its place. A column that the plan itself adds need not be in the schema.
 */
export function notNullSteps(request: NotNullRequest, context: Context): NotNullWay {
  const existing = proofInSchema(request, context);
  if (existing === undefined && hasOwnWay(request, context)) return { steps: byNotNullConstraint(request, context) };
  return byCheck(request, existing, context);
}

/** From 18 on, unless the column may be NOT NULL already: its constraint can have another name, and there is one at most. */
function hasOwnWay({ table, column, exists }: NotNullRequest, { schema, postgres }: Context): boolean {
  const known = tableOf(schema, table)?.columns.get(column);
  const mayHaveOne = known === undefined ? exists === true : known.notNull === 'unknown';
  return supports(postgres, 'not-null-constraint') && !mayHaveOne;
}

function byNotNullConstraint(request: NotNullRequest, context: Context): readonly PlanStep[] {
  const { table, column, target = {} } = request;
  const before = notNullConstraint(request, context);
  const key = relationKey(context.schema, table);
  const name = before?.name ?? request.name ?? freeConstraintName(context.schema, key, column, 'not_null');
  const add: PlanStep = {
    phase: 'contract',
    label: `add_${name}`,
    purpose: `Refuses NULL in ${displayName(table)}.${column} from now on. NOT VALID: the rows that exist are not read yet, so the lock is brief.`,
    transaction: 'file',
    work: [
      [
        {
          kind: 'add-constraint',
          ...target,
          table,
          constraint: { kind: 'not-null', name, column, notValid: true, noInherit: false },
          only: target.only ?? false,
        },
      ],
    ],
  };
  return [...(before === undefined ? [add] : []), validateStep('contract', table, name, target)];
}

function byCheck(request: NotNullRequest, existing: Constraint | undefined, { schema, postgres }: Context): NotNullWay {
  const { table, column, target = {} } = request;
  const own = freeConstraintName(schema, relationKey(schema, table), column, 'not_null');
  const name = existing?.name ?? own;
  const add = addCheckStep(request, name);
  const validate = validateStep('contract', table, name, target);
  const proof = existing === undefined ? [add, validate] : [];
  if (!supports(postgres, 'not-null-by-check')) {
    return {
      steps: proof,
      differs:
        `On PostgreSQL ${postgres} SET NOT NULL would read all of ${displayName(table)} under a lock that blocks everything, so the CHECK ${name} stays in its place: ` +
        `it refuses NULL in ${column} as well. After an upgrade to 12 or newer SET NOT NULL trusts it.`,
    };
  }
  const dropCheck: StatementDraft = [
    { kind: 'drop-constraint', ...target, table, name, ifExists: false, cascade: false },
  ];
  return {
    steps: [
      ...proof,
      {
        phase: 'contract',
        label: `set_${column}_not_null`,
        purpose: `Makes ${displayName(table)}.${column} NOT NULL. PostgreSQL trusts the valid CHECK ${name} and does not read the table, so the lock is brief.`,
        transaction: 'file',
        work: [[{ kind: 'set-not-null', ...target, table, column }], ...(existing === undefined ? [dropCheck] : [])],
      },
    ],
  };
}

function addCheckStep({ table, column, target = {} }: NotNullRequest, name: string): PlanStep {
  return {
    phase: 'contract',
    label: `add_${name}`,
    purpose: `Refuses NULL in ${displayName(table)}.${column} from now on. NOT VALID: the rows that exist are not read yet, so the lock is brief.`,
    transaction: 'file',
    work: [
      [
        {
          kind: 'add-constraint',
          ...target,
          table,
          constraint: {
            kind: 'check',
            name,
            expression: { text: `${quoteIdentifier(column)} IS NOT NULL` },
            notValid: true,
            noInherit: false,
            enforced: true,
          },
          only: target.only ?? false,
        },
      ],
    ],
  };
}

/** A valid CHECK the table has already that says the same. It stays when the column is NOT NULL. */
function proofInSchema({ table, column }: NotNullRequest, { schema }: Context): Constraint | undefined {
  return tableOf(schema, table)?.constraints.find(
    ({ definition, valid, enforced }) =>
      definition.kind === 'check' &&
      valid &&
      enforced &&
      !definition.noInherit &&
      provesNotNull(definition.expression, column),
  );
}

/** The constraint of a column that is NOT NULL but not validated (18+). */
function notNullConstraint({ table, column }: NotNullRequest, { schema }: Context): Constraint | undefined {
  return tableOf(schema, table)?.constraints.find(
    ({ definition }) => definition.kind === 'not-null' && definition.column === column,
  );
}
