import type { Node, RangeVar, RoleSpec } from 'libpg-query';
import type { QualifiedName } from '../../core/name.js';

type UnionToIntersection<U> = (U extends unknown ? (of: U) => void : never) extends (of: infer I) => void ? I : never;

/** Every node type of PostgreSQL's parse tree by its tag. */
export type NodeMap = UnionToIntersection<Node>;
export type NodeTag = keyof NodeMap;

/** The body of a node if it has the tag. */
export function as<T extends NodeTag>(node: Node | undefined, tag: T): NodeMap[T] | undefined {
  // A node is an object with exactly one key, its tag; the generated union type cannot be indexed by it.
  return node === undefined ? undefined : (node as Partial<NodeMap>)[tag];
}

/** The tag of a node and its body. */
export function open(node: Node): { readonly tag: NodeTag; readonly body: unknown } {
  // A node is an object with exactly one key, its tag; there is no shorter way to the first key.
  for (const tag in node) return { tag: tag as NodeTag, body: (node as Readonly<Record<string, unknown>>)[tag] };
  throw new TypeError('A node of the parse tree has no tag.');
}

/** The bodies of all nodes in a list that have the tag. */
export function all<T extends NodeTag>(nodes: readonly Node[] | undefined, tag: T): NodeMap[T][] {
  const found: NodeMap[T][] = [];
  for (const node of nodes ?? none) {
    const body = as(node, tag);
    if (body !== undefined) found.push(body);
  }
  return found;
}

const none: readonly Node[] = [];

/** The strings of a list of String nodes. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  const found: string[] = [];
  for (const node of nodes ?? none) {
    const string = as(node, 'String');
    if (string !== undefined) found.push(string.sval ?? '');
  }
  return found;
}

/** The parts of a possibly qualified name, from a List, a String, a TypeName or an ObjectWithArgs. */
export function nameParts(node: Node | undefined): string[] {
  if (node === undefined) return [];
  const list = as(node, 'List');
  if (list !== undefined) return strings(list.items);
  const string = as(node, 'String');
  if (string !== undefined) return [string.sval ?? ''];
  const type = as(node, 'TypeName');
  if (type !== undefined) return strings(type.names);
  return strings(as(node, 'ObjectWithArgs')?.objname);
}

/** The name that dotted parts make; a leading database name is left out. */
export function qualified(parts: readonly string[]): QualifiedName {
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}

/** The name of a relation. */
export function relationName(relation: RangeVar | undefined): QualifiedName {
  const name = relation?.relname ?? '';
  return relation?.schemaname === undefined ? { name } : { schema: relation.schemaname, name };
}

/** The name of a role, or the word that stands for one. */
export function roleName(role: RoleSpec | undefined): string {
  switch (role?.roletype) {
    case 'ROLESPEC_PUBLIC':
      return 'public';
    case 'ROLESPEC_CURRENT_USER':
      return 'CURRENT_USER';
    case 'ROLESPEC_CURRENT_ROLE':
      return 'CURRENT_ROLE';
    case 'ROLESPEC_SESSION_USER':
      return 'SESSION_USER';
    default:
      return role?.rolename ?? '';
  }
}

/** The value of an option that may be written as a word, a string, a number or a flag without a value. */
export function optionText(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  const constant = as(node, 'A_Const');
  if (constant !== undefined) return constantText(constant);
  const number = as(node, 'Integer');
  if (number !== undefined) return String(number.ival ?? 0);
  const float = as(node, 'Float');
  if (float !== undefined) return float.fval ?? '';
  const flag = as(node, 'Boolean');
  if (flag !== undefined) return String(flag.boolval ?? false);
  return nameParts(node).join('.');
}

/** The text of a constant: strings without quotes, numbers as written, NULL as `null`. */
export function constantText(constant: NodeMap['A_Const']): string {
  if (constant.isnull === true) return 'null';
  if (constant.sval !== undefined) return constant.sval.sval ?? '';
  if (constant.ival !== undefined) return String(constant.ival.ival ?? 0);
  if (constant.fval !== undefined) return constant.fval.fval ?? '';
  if (constant.boolval !== undefined) return String(constant.boolval.boolval ?? false);
  return constant.bsval?.bsval ?? '';
}

/** Whether a list of options switches one on: `(FULL)`, `(FULL true)`, `(FULL 1)`, but not `(FULL off)`. */
export function optionIsOn(options: readonly Node[] | undefined, name: string): boolean {
  const option = all(options, 'DefElem').find((candidate) => candidate.defname === name);
  if (option === undefined) return false;
  return !['false', 'off', '0', 'no'].includes((optionText(option.arg) ?? 'true').toLowerCase());
}
