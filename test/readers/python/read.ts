import { readPythonModule, type PythonModule } from '../../../src/readers/python/module.js';
import { loadPythonParser } from '../../../src/readers/python/parse.js';
import type { PythonValue } from '../../../src/readers/python/value.js';

await loadPythonParser();

export function readModule(text: string, path = 'shop/migrations/0001_initial.py'): PythonModule {
  return readPythonModule({ path, text });
}

/** The value of the name `x` after a text has run. */
export function valueOf(text: string, name = 'x'): PythonValue {
  const value = readModule(text).names.get(name);
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

/** A value without its places, in short: what a test compares. */
export function short(value: PythonValue): unknown {
  switch (value.kind) {
    case 'string':
      return value.text;
    case 'number':
      return value.value;
    case 'boolean':
      return value.value;
    case 'none':
      return null;
    case 'list':
    case 'tuple':
    case 'set':
      return { [value.kind]: value.items.map(short) };
    case 'dict':
      return {
        dict: value.entries.map(({ key, value: entry }) => [key === undefined ? '**' : short(key), short(entry)]),
      };
    case 'name':
      return `<${value.path}>`;
    case 'call':
      return {
        call: value.path ?? short(value.callee),
        args: [
          ...value.positional.map(short),
          ...value.keywords.map((keyword) => [keyword.name ?? '**', short(keyword.value)]),
        ],
      };
    case 'function':
    case 'class':
      return `${value.kind} ${value.name}`;
    case 'attribute':
      return { of: short(value.object), name: value.name };
    case 'binary':
      return [short(value.left), value.operator, short(value.right)];
    case 'unary':
      return [value.operator, short(value.operand)];
    case 'conditional':
      return { then: short(value.then), otherwise: short(value.otherwise) };
    case 'spread':
      return { spread: short(value.of) };
    case 'file-path':
    case 'file-text':
      return { [value.kind]: value.path };
    case 'unknown':
      return { unknown: value.reason };
  }
}
