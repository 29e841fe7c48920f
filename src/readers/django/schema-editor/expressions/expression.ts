import type { DjangoExpression, DjangoExpressionOf } from '../../model.js';
import { lastName } from '../../reading.js';
import { NotEmulated } from '../../state/not-emulated.js';
import type { RenderedField } from '../../state/rendered-field.js';
import { describe, fieldValue, plainValue } from '../field-values.js';
import { compiled, type Compiled, type Compiling } from './context.js';
import { functions } from './functions.js';
import { fieldPath } from './paths.js';

/** The SQL of an expression, as its `as_sql` in Django. Throws `NotEmulated` for what is not known. */
export function compileExpression(expression: DjangoExpression, context: Compiling): Compiled {
  switch (expression.kind) {
    case 'f':
      return fieldPath(expression.name, context);
    case 'value':
      return compileValue(expression, context);
    case 'combined':
      return compileCombined(expression, context);
    case 'func':
      return compileFunction(expression, context);
    case 'case':
      return compileCase(expression, context);
    case 'q':
    case 'lookup':
      return context.condition(expression, context);
    case 'raw-sql': {
      const values = expression.params.map(
        (value) => plainValue(value) ?? ({ type: 'assumed', reason: describe(value) } as const),
      );
      return compiled(`(${expression.sql.text})`, values);
    }
    case 'order-by': {
      const { sql, parameters } = compileExpression(expression.expression, context);
      return compiled(`${sql} ${expression.descending ? 'DESC' : 'ASC'}`, parameters);
    }
    case 'op-class': {
      const { sql, parameters } = compileExpression(expression.expression, context);
      return compiled(`${sql} ${expression.name}`, parameters);
    }
    case 'list':
      throw new NotEmulated('a list of expressions is not known here');
    case 'unknown':
      throw new NotEmulated(`an expression has ${expression.reason}`);
  }
}

function compileValue({ value, outputField }: DjangoExpressionOf<'value'>, context: Compiling): Compiled {
  const field = outputField === undefined ? context.defaultOf : context.model.fields[0]?.part(outputField);
  if (value.kind === 'none') return compiled('NULL', [], { field });
  const known = field === undefined ? plainValue(value) : fieldValue(value, field);
  const isConditional = value.kind === 'boolean';
  return compiled('%s', [known ?? { type: 'assumed', reason: describe(value) }], { field, isConditional });
}

function compileCombined({ operator, left, right }: DjangoExpressionOf<'combined'>, context: Compiling): Compiled {
  // Within a default, only a bare value is one of the column.
  const inner = withoutDefault(context);
  const [a, b] = [compileExpression(left, inner), compileExpression(right, inner)];
  const parameters = [...a.parameters, ...b.parameters];
  const field = a.field ?? b.field;
  if (operator === '**') return compiled(`POWER(${a.sql}, ${b.sql})`, parameters, { field });
  return compiled(`(${a.sql} ${operator === '%' ? '%%' : operator} ${b.sql})`, parameters, { field });
}

function compileFunction(expression: DjangoExpressionOf<'func'>, context: Compiling): Compiled {
  const name = lastName(expression.class);
  const compile = functions[name];
  if (compile === undefined || !expression.class.startsWith('django.')) {
    throw new NotEmulated(`the SQL of ${expression.class} is not known`);
  }
  const inner = withoutDefault(context);
  return compile(expression, inner);
}

function compileCase(expression: DjangoExpressionOf<'case'>, context: Compiling): Compiled {
  const inner = withoutDefault(context);
  const parts: Compiled[] = [];
  const sql = ['CASE'];
  for (const { condition, then } of expression.whens) {
    const [test, result] = [inner.condition(condition, inner), compileExpression(then, inner)];
    parts.push(test, result);
    sql.push(`WHEN ${test.sql} THEN ${result.sql}`);
  }
  const otherwise =
    expression.default === undefined ? compiled('NULL', []) : compileExpression(expression.default, inner);
  parts.push(otherwise);
  sql.push(`ELSE ${otherwise.sql} END`);
  return compiled(
    sql.join(' '),
    parts.flatMap(({ parameters }) => parameters),
    { field: outputOf(expression, context) },
  );
}

function outputOf({ outputField }: DjangoExpressionOf<'case'>, { model }: Compiling): RenderedField | undefined {
  return outputField === undefined ? undefined : model.fields[0]?.part(outputField);
}

function withoutDefault(context: Compiling): Compiling {
  const { editor, model, columnName, compile, condition } = context;
  return { editor, model, columnName, compile, condition };
}
