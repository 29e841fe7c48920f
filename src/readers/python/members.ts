import type { Span } from '../../core/span.js';
import { parentPath } from './paths.js';
import { classAttribute } from './classes.js';
import type { PythonValue } from './value.js';

/** `object.name`. */
export function attributeOf(object: PythonValue, name: string, span: Span): PythonValue {
  if (object.kind === 'name') {
    return { kind: 'name', path: `${object.path}.${name}`, imported: object.imported, span };
  }
  if (object.kind === 'unknown') return { ...object, span };
  if (object.kind === 'file-path' && name === 'parent') {
    return { kind: 'file-path', path: parentPath(object.path), span };
  }
  const own = object.kind === 'class' ? classAttribute(object, name) : undefined;
  if (own !== undefined) return own;
  return { kind: 'attribute', object, name, span };
}

/** `object[index]`. */
export function itemOf(object: PythonValue, index: PythonValue, span: Span): PythonValue {
  if ((object.kind === 'list' || object.kind === 'tuple') && index.kind === 'number') {
    const counted = !object.items.some(({ kind }) => kind === 'spread');
    const item = counted ? object.items.at(index.value) : undefined;
    if (item !== undefined) return item;
  }
  if (object.kind === 'dict' && index.kind === 'string') {
    const entry = object.entries.findLast(
      ({ key }) => key === undefined || (key.kind === 'string' && key.text === index.text),
    );
    if (entry?.key !== undefined) return entry.value;
  }
  return { kind: 'unknown', reason: 'an item that is not constant', span };
}
