import type { PythonValue } from './value.js';

/** Whether Python takes a value for true; undefined when that is not known before it runs. */
export function truthOf(value: PythonValue): boolean | undefined {
  switch (value.kind) {
    case 'boolean':
      return value.value;
    case 'none':
      return false;
    case 'number':
      return value.value !== 0;
    case 'string':
      return value.text !== '';
    case 'list':
    case 'tuple':
    case 'set':
      if (value.items.some(({ kind }) => kind !== 'spread')) return true;
      return value.items.length === 0 ? false : undefined;
    case 'dict':
      return value.entries.length > 0 ? true : false;
    case 'function':
    case 'class':
    case 'file-path':
      return true;
    case 'name':
      // Type checkers alone see it true.
      return value.path === 'typing.TYPE_CHECKING' ? false : undefined;
    default:
      return undefined;
  }
}
