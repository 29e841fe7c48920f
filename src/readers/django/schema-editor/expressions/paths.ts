import { NotEmulated } from '../../state/not-emulated.js';
import { quoteName } from '../../state/names.js';
import { compiled, type Compiled, type Compiling } from './context.js';
import { transforms } from './transforms.js';

/** A field with the transforms behind it: `created__date`. */
export function fieldPath(path: string, context: Compiling): Compiled {
  const { column, rest } = splitPath(path, context);
  return rest.reduce((inner, name) => transformed(inner, name, context), column);
}

/** The column that begins a path, and the names behind it. */
export function splitPath(
  path: string,
  context: Compiling,
): { readonly column: Compiled; readonly rest: readonly string[] } {
  const [first = '', ...rest] = path.split('__');
  let field = context.model.field(first);
  if (field.isManyToMany) throw new NotEmulated(`${path} is a relation`);
  // `author__id` is the key's own column.
  while (field.isForeignKey && rest.length > 0) {
    const { target } = field;
    if (rest[0] !== target.name && rest[0] !== 'pk' && rest[0] !== target.attribute) break;
    rest.shift();
    if (!target.isForeignKey) break;
    field = field.target.isForeignKey ? field : target;
  }
  const sql = quoteName(context.columnName(field.column));
  return { column: compiled(sql, [], { field, isColumn: true, isConditional: field.kind === 'BooleanField' }), rest };
}

/** Applies a transform by its name. Throws `NotEmulated` when it is not known. */
export function transformed(inner: Compiled, name: string, context: Compiling): Compiled {
  const result = transforms(inner, name, context);
  if (result === undefined) throw new NotEmulated(`the transform ${name} is not known`);
  return result;
}
