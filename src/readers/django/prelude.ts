import type { Span } from '../../core/span.js';
import { childOf } from '../python/node.js';
import type { PythonNode } from '../python/node.js';
import { parsePython } from '../python/parse.js';

/** A statement of a module outside its `Migration` class, for those who take operations to another file. */
export type PreludeStatement =
  /** `from module import name as alias` */
  | { readonly kind: 'from'; readonly module: string; readonly names: readonly ImportedName[] }
  | {
      readonly kind: 'other';
      /** The names of the module it gives a value. */
      readonly binds: readonly string[];
      readonly text: string;
    };

export interface ImportedName {
  readonly name: string;
  readonly alias: string | undefined;
}

/** What stands in a migration file around its class. */
export interface DjangoPrelude {
  readonly statements: readonly PreludeStatement[];
  /** The list of operations, brackets included; undefined when it is computed. */
  readonly operations: Span | undefined;
  /** The attributes of the class by name, as they are written. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** Reads what stands around the operations of a migration. `loadPythonParser` must have been awaited. */
export function readPrelude(text: string): DjangoPrelude {
  const { root } = parsePython(text);
  const statements: PreludeStatement[] = [];
  let body: PythonNode | undefined;
  for (const node of root.children) {
    if (node.name === 'ClassDefinition' && nameOf(node, text) === 'Migration') body = childOf(node, 'Body');
    else statements.push(...preludeStatement(node, text));
  }
  const members = (body?.children ?? []).filter(({ name }) => name !== ':' && name !== 'ExpressionStatement');
  const list = members.find((member) => bindsOf(member, text).includes('operations'));
  const value = list?.name === 'AssignStatement' ? list.children.at(-1) : undefined;
  return {
    statements,
    operations: value?.name === 'ArrayExpression' ? { start: value.start, end: value.end } : undefined,
    attributes: new Map(
      members.flatMap((member) => bindsOf(member, text).map((name) => [name, atMargin(member, text)])),
    ),
  };
}

/** The text of a statement of the class, moved to the margin. */
function atMargin({ start, end }: PythonNode, text: string): string {
  const margin = start - (text.lastIndexOf('\n', start) + 1);
  return text
    .slice(start, end)
    .trim()
    .replace(new RegExp(`\\n {0,${margin}}`, 'g'), '\n');
}

function preludeStatement(node: PythonNode, text: string): readonly PreludeStatement[] {
  const own = text.slice(node.start, node.end).trimEnd();
  const from = node.name === 'ImportStatement' ? /^from\s+([\w.]+)\s+import\s+([^*]+)$/.exec(own) : null;
  if (from !== null) {
    const [, module = '', list = ''] = from;
    const names = list
      .replace(/#[^\n]*/g, '')
      .replace(/[()\\]/g, ' ')
      .split(',')
      .map((part) => part.trim().split(/\s+as\s+/))
      .flatMap(([name = '', alias]) => (name === '' ? [] : [{ name, alias }]));
    return [{ kind: 'from', module, names }];
  }
  // The docstring is about the file it stands in.
  if (node.name === 'ExpressionStatement' && node.children[0]?.name === 'String') return [];
  return [{ kind: 'other', binds: bindsOf(node, text), text: own }];
}

function bindsOf(node: PythonNode, text: string): readonly string[] {
  const own = text.slice(node.start, node.end);
  switch (node.name) {
    case 'FunctionDefinition':
    case 'ClassDefinition':
      return [nameOf(node, text)];
    case 'DecoratedStatement':
      return node.children.flatMap((child) => (child.name === 'Decorator' ? [] : bindsOf(child, text)));
    case 'AssignStatement': {
      const end = node.children.findIndex(({ name }) => name === 'AssignOp' || name === 'TypeDef');
      return node.children.slice(0, end).flatMap((child) => text.slice(child.start, child.end).match(/\w+/g) ?? []);
    }
    case 'ImportStatement':
      return [...own.matchAll(/(?:^import|,)\s*([\w.]+)(?:\s+as\s+(\w+))?/g)].map(
        ([, module = '', alias]) => alias ?? module.split('.')[0] ?? '',
      );
    default:
      // An `if` or `try` around definitions: whatever is assigned, imported or defined inside.
      return node.children.flatMap((child) => bindsOf(child, text));
  }
}

function nameOf(node: PythonNode, text: string): string {
  const name = childOf(node, 'VariableName');
  return name === undefined ? '' : text.slice(name.start, name.end);
}
