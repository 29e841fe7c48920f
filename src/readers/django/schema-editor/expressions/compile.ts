import { NotEmulated } from '../../state/not-emulated.js';
import type { RenderedField } from '../../state/rendered-field.js';
import type { RenderedModel } from '../../state/rendered-model.js';
import type { DjangoExpression } from '../../model.js';
import { quoteName } from '../../state/names.js';
import { stringArgument } from '../../arguments.js';
import type { SchemaEditor } from '../editor.js';
import { ColumnsReference } from '../references.js';
import { type Compiling, type Compiled, withParameters } from './context.js';
import { compileExpression } from './expression.js';
import { compileCondition } from './condition.js';
import type { Fragment } from '../columns.js';

/** The SQL of an expression of a model's fields. */
export function compiledExpression(
  editor: SchemaEditor,
  model: RenderedModel,
  expression: DjangoExpression,
  { defaultOf }: { readonly defaultOf?: RenderedField },
): Fragment {
  const { sql, parameters } = compileExpression(expression, contextOf(editor, model, defaultOf));
  return { sql, parameters };
}

/** The SQL of a condition, its values put in: of a CHECK, a partial index. */
export function conditionSql(editor: SchemaEditor, model: RenderedModel, condition: DjangoExpression): string {
  const { sql, parameters } = compileCondition(condition, contextOf(editor, model));
  return withParameters({ sql, parameters }, (value) => editor.quoted(value));
}

/** The keys of an index on expressions; they follow renamed columns until the statement runs. */
export function indexExpressions(
  editor: SchemaEditor,
  model: RenderedModel,
  expressions: readonly DjangoExpression[],
): ColumnsReference {
  return keysReference(editor, model, (context) => expressions.map((one) => indexKey(one, context)));
}

/** The keys of an exclusion constraint with their operators. */
export function exclusionKeys(
  editor: SchemaEditor,
  model: RenderedModel,
  keys: readonly { readonly expression: DjangoExpression; readonly operator: string }[],
  opclasses: readonly string[],
): ColumnsReference {
  return keysReference(editor, model, (context) =>
    keys.map(({ expression, operator }, at) => {
      const opclass = opclasses[at] ?? '';
      const key = editor.world.features.psycopg3
        ? indexKey(expression, context)
        : compileExpression(fieldIn(expression), context);
      return { ...key, sql: `${key.sql}${opclass === '' ? '' : ` ${opclass}`} WITH ${operator}` };
    }),
  );
}

function keysReference(
  editor: SchemaEditor,
  model: RenderedModel,
  compile: (context: Compiling) => readonly Compiled[],
): ColumnsReference {
  const used: string[] = [];
  const show = (context: Compiling): string =>
    compile(context)
      .map((key) => withParameters(key, (value) => editor.quoted(value)))
      .join(', ');
  show({
    ...contextOf(editor, model),
    columnName: (column) => {
      used.push(column);
      return column;
    },
  });
  const original = [...new Set(used)];
  return new ColumnsReference(model.table, original, (columns) => {
    const columnName = (column: string): string => columns[original.indexOf(column)] ?? column;
    return show({ ...contextOf(editor, model), columnName });
  });
}

function contextOf(editor: SchemaEditor, model: RenderedModel, defaultOf?: RenderedField): Compiling {
  return {
    editor,
    model,
    columnName: (column) => column,
    compile: compileExpression,
    condition: compileCondition,
    ...(defaultOf !== undefined && { defaultOf }),
  };
}

/** `IndexExpression`: order, operator class and collation stand outside of the parentheses. */
function indexKey(expression: DjangoExpression, context: Compiling): Compiled {
  let root = fieldIn(expression);
  let [order, opclass, collation] = ['', '', ''];
  for (;;) {
    if (root.kind === 'order-by') {
      const nulls = root.nullsFirst ? ' NULLS FIRST' : root.nullsLast ? ' NULLS LAST' : '';
      order = ` ${root.descending ? 'DESC' : 'ASC'}${nulls}`;
      root = root.expression;
    } else if (root.kind === 'op-class') {
      opclass = ` ${root.name}`;
      root = root.expression;
    } else if (root.kind === 'func' && root.class.endsWith('.Collate')) {
      const [inner] = root.args;
      const name = stringArgument(root.arguments, 'collation');
      if (inner === undefined || name === undefined) throw new NotEmulated('the collation is not constant');
      collation = ` COLLATE ${quoteName(name)}`;
      root = inner;
    } else break;
  }
  const { sql, ...rest } = compileExpression(root, context);
  const key = rest.isColumn ? sql : `(${sql})`;
  return { ...rest, sql: `${key}${collation}${opclass}${order}` };
}

/** A bare text names a field. */
function fieldIn(expression: DjangoExpression): DjangoExpression {
  if (expression.kind !== 'value' || expression.value.kind !== 'string') return expression;
  return { kind: 'f', name: expression.value.text, span: expression.span };
}
