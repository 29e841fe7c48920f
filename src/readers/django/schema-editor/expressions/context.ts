import type { DjangoExpression } from '../../model.js';
import type { RenderedField } from '../../state/rendered-field.js';
import type { RenderedModel } from '../../state/rendered-model.js';
import type { DriverValue } from '../driver-values.js';
import type { SchemaEditor } from '../editor.js';

/** What an expression is compiled for. */
export interface Compiling {
  readonly editor: SchemaEditor;
  readonly model: RenderedModel;
  /** The field whose `db_default` it is: values are those of its column. */
  readonly defaultOf?: RenderedField;
  /** The name of a column now, where it was renamed since. */
  readonly columnName: (column: string) => string;
  /** Compiles a part; given here so that the files that need each other need not import each other. */
  readonly compile: (expression: DjangoExpression, context: Compiling) => Compiled;
  readonly condition: (condition: DjangoExpression, context: Compiling) => Compiled;
}

/** A compiled expression. */
export interface Compiled {
  /** With `%s` in the places of parameters. */
  readonly sql: string;
  readonly parameters: readonly DriverValue[];
  /** The field whose values it has, where that is known. */
  readonly field: RenderedField | undefined;
  /** Whether it is a column and nothing else. */
  readonly isColumn: boolean;
  /** Whether it is true or false by itself. */
  readonly isConditional: boolean;
  /** For a key within JSON: the whole and the keys that lead to it. */
  readonly json?: { readonly root: Compiled; readonly keys: readonly string[] };
}

/** A compiled expression that is no column. */
export function compiled(sql: string, parameters: readonly DriverValue[], more: Partial<Compiled> = {}): Compiled {
  return { sql, parameters, field: undefined, isColumn: false, isConditional: false, ...more };
}

/** Puts the parameters into their places. */
export function withParameters(
  { sql, parameters }: { readonly sql: string; readonly parameters: readonly DriverValue[] },
  quoted: (value: DriverValue) => string,
): string {
  let next = 0;
  return sql.replace(/%[s%]/g, (found) => (found === '%%' ? '%' : quoted(parameters[next++] ?? { type: 'null' })));
}
