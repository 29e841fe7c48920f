import type { Span } from '../../../core/span.js';
import { childOf, spanOf, type PythonNode } from '../../python/node.js';
import type { PythonValue } from '../../python/value.js';
import { stringsOf } from '../arguments.js';
import { everyRow, type Binding, type Rows } from './bindings.js';
import type { PythonAction } from './model.js';
import type { Queries } from './queries.js';

/** An action without where and how often it happens. */
export type BareAction = PythonAction extends infer A
  ? A extends PythonAction
    ? Omit<A, Surroundings>
    : never
  : never;
type Surroundings = 'span' | 'looped' | 'conditional';

/** What calling a method of a binding does to the database; undefined when it does nothing. */
export function actionOf(
  owner: Binding,
  method: string,
  args: readonly PythonNode[],
  queries: Queries,
): BareAction | undefined {
  switch (owner.kind) {
    case 'rows':
      return rowsAction(owner, method, args, queries);
    case 'instance':
      return instanceAction(owner, method, args, queries);
    case 'cursor':
      return isExecute(method) ? sqlAction(args, 'cursor', queries) : undefined;
    case 'schema-editor':
      if (method === 'execute') return sqlAction(args, 'schema-editor', queries);
      if (method.startsWith('quote_')) return undefined;
      return { kind: 'opaque', reason: `schema_editor.${method}() changes the schema as it runs` };
    case 'related':
      if (!changesRelated.has(method)) return undefined;
      return { kind: 'opaque', reason: `rows are changed through the relation ${owner.model.model}.${owner.name}` };
    default:
      return undefined;
  }
}

const changesRelated: ReadonlySet<string> = new Set([
  'add',
  'set',
  'remove',
  'clear',
  'create',
  'update',
  'delete',
  'save',
  'bulk_create',
  'get_or_create',
  'update_or_create',
]);

function isExecute(method: string): boolean {
  return method === 'execute' || method === 'executemany';
}

function rowsAction(
  { model, narrowed, selection }: Rows,
  method: string,
  args: readonly PythonNode[],
  queries: Queries,
): BareAction | undefined {
  switch (method) {
    case 'update':
      return {
        kind: 'update',
        model,
        narrowed,
        selection,
        fields: keywordNames(args, queries),
        values: keywordValues(args),
        instance: false,
      };
    case 'delete':
    case '_raw_delete':
      return { kind: 'delete', model, narrowed, selection, fields: [], values: [], instance: false };
    case 'create':
    case 'get_or_create':
    case 'update_or_create':
      return { kind: 'insert', model, bulk: false };
    case 'bulk_create':
      return { kind: 'insert', model, bulk: true };
    case 'bulk_update':
      return {
        kind: 'bulk-update',
        model,
        fields: stringsIn(argument(args, 1, 'fields', queries), queries),
        batched: argument(args, 2, 'batch_size', queries) !== undefined,
      };
    default:
      return undefined;
  }
}

function instanceAction(
  { model, isNew, fields }: Extract<Binding, { kind: 'instance' }>,
  method: string,
  args: readonly PythonNode[],
  queries: Queries,
): BareAction | undefined {
  const one = { model, narrowed: true, selection: everyRow, values: [], instance: true };
  if (method === 'delete') return { kind: 'delete', ...one, fields: [] };
  if (method !== 'save') return undefined;
  if (isNew) return { kind: 'insert', model, bulk: false };
  const named = stringsIn(argument(args, 3, 'update_fields', queries), queries);
  return { kind: 'update', ...one, fields: named.length > 0 ? named : [...fields] };
}

function sqlAction(args: readonly PythonNode[], through: 'cursor' | 'schema-editor', queries: Queries): BareAction {
  const sql = argument(args, 0, 'sql', queries);
  const value: PythonValue | undefined = sql === undefined ? undefined : queries.scope.evaluate(sql);
  const params = argument(args, 1, 'params', queries);
  if (value?.kind !== 'string') return { kind: 'opaque', reason: 'SQL that is put together as it runs' };
  return {
    kind: 'sql',
    sql: value,
    params: params === undefined ? undefined : queries.scope.evaluate(params),
    through,
  };
}

/** The node of an argument, by place or by name. */
function argument(args: readonly PythonNode[], place: number, name: string, queries: Queries): PythonNode | undefined {
  let at = 0;
  for (let index = 0; index < args.length; index++) {
    const node = args[index];
    if (node === undefined || node.name === '*' || node.name === '**') return undefined;
    if (args[index + 1]?.name === 'AssignOp') {
      if (queries.scope.written(node) === name) return args[index + 2];
      index += 2;
    } else if (at++ === place) return node;
  }
  return undefined;
}

function keywordNames(args: readonly PythonNode[], queries: Queries): string[] {
  return args.filter((_, at) => args[at + 1]?.name === 'AssignOp').map((node) => queries.scope.written(node));
}

function keywordValues(args: readonly PythonNode[]): Span[] {
  return args.filter((_, at) => args[at - 1]?.name === 'AssignOp').map(spanOf);
}

function stringsIn(node: PythonNode | undefined, queries: Queries): readonly string[] {
  return (node === undefined ? undefined : stringsOf(queries.scope.evaluate(node))) ?? [];
}

/** The object, the method's name and the arguments of `object.method(...)`. */
export function methodCall(
  node: PythonNode,
  queries: Queries,
): { readonly object: PythonNode; readonly method: string; readonly args: readonly PythonNode[] } | undefined {
  const [callee, list] = node.children;
  const property = callee?.name === 'MemberExpression' ? childOf(callee, 'PropertyName') : undefined;
  const object = callee?.children[0];
  if (property === undefined || object === undefined) return undefined;
  return { object, method: queries.scope.written(property), args: list?.children ?? [] };
}

/** Adds where and how often an action happens. */
export function placed(action: BareAction, node: PythonNode, looped: boolean, conditional: boolean): PythonAction {
  return { ...action, span: spanOf(node), looped, conditional };
}
