import type { PythonValue } from '../python/value.js';
import { boundArguments, stringArgument, stringsArgument } from './arguments.js';
import { readExpression, readFieldExpression } from './expressions.js';
import { readField } from './fields.js';
import type { DjangoIndex, DjangoIndexClass } from './model.js';
import { knownClass, lastName, type DjangoReadOptions } from './reading.js';

/** Reads an index such as `models.Index(fields=["name"], name="shop_name_idx")`. */
export function readIndex(value: PythonValue, options: DjangoReadOptions): DjangoIndex | undefined {
  if (value.kind !== 'call') return undefined;
  const found = knownClass(value, djangoIndexClass, options);
  if (found === undefined) return undefined;
  const { named } = boundArguments({ ...value, positional: [] }, []);
  const fieldReader = (field: PythonValue) => readField(field, options);
  const condition = named.get('condition')?.value;
  const hasCondition = condition !== undefined && condition.kind !== 'none';
  return {
    class: found.path,
    builtIn: found.known,
    name: stringArgument(named, 'name'),
    fields: stringsArgument(named, 'fields') ?? [],
    expressions: value.positional.map((expression) => readFieldExpression(expression, fieldReader)),
    opclasses: stringsArgument(named, 'opclasses') ?? [],
    condition: hasCondition ? readExpression(condition, fieldReader) : undefined,
    include: stringsArgument(named, 'include') ?? [],
    arguments: named,
    span: value.span,
  };
}

const indexClasses: ReadonlySet<string> = new Set([
  'Index',
  'BloomIndex',
  'BrinIndex',
  'BTreeIndex',
  'GinIndex',
  'GistIndex',
  'HashIndex',
  'SpGistIndex',
]);

function djangoIndexClass(path: string): DjangoIndexClass | undefined {
  const name = lastName(path);
  return path.startsWith('django.') && isIndexClass(name) ? name : undefined;
}

function isIndexClass(name: string): name is DjangoIndexClass {
  return indexClasses.has(name);
}
