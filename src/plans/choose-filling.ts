import type { Expression } from '../core/expression.js';
import type { PlanContext } from '../core/plan.js';
import { isNullConstant } from '../postgres/effects/expression-use.js';
import { analyseExpression, volatilityOf } from '../postgres/expressions/index.js';
import { supports } from '../postgres/features.js';
import { serialBase } from '../postgres/types.js';
import { answerFor } from './answers.js';
import type { Filling, NewColumn } from './column-filling.js';
import { asItStands, byDefault, byPassingDefault, byPassingVolatileDefault } from './fill-by-default.js';
import { byIdentity, bySerialSequence } from './fill-by-sequence.js';
import { byLastingTrigger, byPassingTrigger } from './fill-by-trigger.js';

/** How the new column gets its values. Undefined when no way is known. */
export function chooseFilling(column: NewColumn, context: PlanContext): Filling | undefined {
  const { definition, required } = column;
  const { schema } = context;
  if (definition.generated !== undefined) return generated(column, context);
  if (definition.identity !== undefined) {
    // An identity wants NOT NULL, for which older versions would read the table under the lock.
    const isNotNull = supports(context.postgres, 'not-null-by-check');
    return isNotNull ? byIdentity(column, definition.identity, schema) : undefined;
  }
  const serial = definition.type === undefined ? undefined : serialBase(definition.type);
  if (serial !== undefined) return bySerialSequence(column, serial, schema);
  const value = definition.default;
  if (value === undefined || isNullConstant(value)) return required ? asked(column, context) : asItStands(column);
  return isKeptInCatalogue(value, context) ? asItStands(column) : byDefault(column, value);
}

/** A virtual column has no values to write; only a stored one has. */
function generated(column: NewColumn, { schema, postgres }: PlanContext): Filling | undefined {
  const { generated: rule } = column.definition;
  if (rule === undefined) return undefined;
  const isVirtual = rule.storage !== 'stored' && supports(postgres, 'virtual-generated-column');
  if (isVirtual) return undefined;
  const filling = byLastingTrigger(column, rule.expression, schema);
  if (filling === undefined || !supports(postgres, 'virtual-generated-column')) return filling;
  const virtual = `GENERATED ALWAYS AS (...) VIRTUAL would compute ${column.shown} when it is read and needs neither trigger nor backfill.`;
  return { ...filling, notes: [...filling.notes, virtual] };
}

/** A column that must have a value and states none. */
function asked(column: NewColumn, context: PlanContext): Filling {
  const { table, shown, definition } = column;
  const question = `the value of ${shown} in the rows that exist, and in those of code that does not write it yet`;
  const { value, holes } = answerFor(table, definition.name, question, context);
  if (holes.length > 0) return { ...byPassingTrigger(column, value, context.schema), holes };
  if (!isSameForAllRows(value)) return byPassingTrigger(column, value, context.schema);
  return isKeptInCatalogue(value, context) ? byPassingDefault(column, value) : byPassingVolatileDefault(column, value);
}

/** Whether an expression may be a default: it speaks of no column and asks no other table. */
function isSameForAllRows({ text }: Expression): boolean {
  const { columns, subquery, tree } = analyseExpression(text);
  return tree !== undefined && columns.length === 0 && !subquery;
}

/** Whether ADD COLUMN writes no row for the default (11+). What may be volatile counts as volatile. */
function isKeptInCatalogue(value: Expression, { schema, postgres }: PlanContext): boolean {
  if (!supports(postgres, 'default-without-rewrite')) return false;
  const { volatility } = volatilityOf(value, schema);
  return volatility === 'immutable' || volatility === 'stable';
}
