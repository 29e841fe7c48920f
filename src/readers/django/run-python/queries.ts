import { childOf, type PythonNode } from '../../python/node.js';
import type { Scope } from '../../python/scope.js';
import { allRows, instanceOf, type Binding, type Rows } from './bindings.js';
import { conditionsIn } from './conditions.js';
import type { RowCondition } from './model.js';

/** Looks up what an expression stands for. */
export class Queries {
  readonly names = new Map<string, Binding>();

  constructor(readonly scope: Scope) {}

  /** What an expression stands for; undefined when it has nothing to do with the database, or hides it well. */
  resolve(node: PythonNode): Binding | undefined {
    switch (node.name) {
      case 'VariableName':
        return this.names.get(this.scope.written(node)) ?? this.imported(node);
      case 'ParenthesizedExpression':
        return node.children[0] === undefined ? undefined : this.resolve(node.children[0]);
      case 'MemberExpression':
        return this.member(node);
      case 'CallExpression':
        return this.call(node);
      default:
        return undefined;
    }
  }

  private imported(node: PythonNode): Binding | undefined {
    const value = this.scope.get(this.scope.written(node));
    if (value?.kind !== 'name' || !value.imported) return undefined;
    if (value.path === 'django.db.connection') return { kind: 'connection' };
    const model = importedModel(value.path);
    return model === undefined ? undefined : { kind: 'model', model: { app: undefined, model, historical: false } };
  }

  private member(node: PythonNode): Binding | undefined {
    const [objectNode, index] = node.children;
    const object = objectNode === undefined ? undefined : this.resolve(objectNode);
    if (object === undefined) return this.importedMember(node);
    const property = childOf(node, 'PropertyName');
    if (property === undefined) return subscript(object, index, node);
    const name = this.scope.written(property);
    if (object.kind === 'schema-editor') return name === 'connection' ? { kind: 'connection' } : undefined;
    if (object.kind === 'model') return isManager(name) ? allRows(object.model) : undefined;
    if (object.kind === 'instance') return { kind: 'related', model: object.model, name };
    return object.kind === 'related' ? object : undefined;
  }

  /** `models.Order` after `from shop import models`. */
  private importedMember(node: PythonNode): Binding | undefined {
    const value = this.scope.evaluate(node);
    if (value.kind !== 'name' || !value.imported) return undefined;
    const model = importedModel(value.path);
    return model === undefined ? undefined : { kind: 'model', model: { app: undefined, model, historical: false } };
  }

  private call(node: PythonNode): Binding | undefined {
    const [callee, list] = node.children;
    if (callee === undefined) return undefined;
    const called = this.resolve(callee);
    if (called?.kind === 'model') return instanceOf(called.model, true);
    const property = childOf(callee, 'PropertyName');
    const [object] = callee.children;
    const owner = object === undefined || property === undefined ? undefined : this.resolve(object);
    if (owner !== undefined && property !== undefined) {
      return this.method(owner, this.scope.written(property), list?.children ?? []);
    }
    return this.wrapped(callee, list?.children ?? []);
  }

  private method(owner: Binding, name: string, args: readonly PythonNode[]): Binding | undefined {
    if (owner.kind === 'apps') return name === 'get_model' ? this.historicalModel(args) : undefined;
    if (owner.kind === 'connection') return name === 'cursor' ? { kind: 'cursor' } : undefined;
    if (owner.kind === 'related') return owner;
    if (owner.kind !== 'rows') return undefined;
    if (narrowing.has(name)) return this.narrowed(owner, name, args);
    if (givesInstance.has(name)) return instanceOf(owner.model, false);
    if (name === 'iterator') return { ...owner, batched: true };
    return ends.has(name) ? undefined : owner;
  }

  private narrowed(rows: Rows, name: string, args: readonly PythonNode[]): Rows {
    const { conditions, limited } = rows.selection;
    if (name !== 'filter' && name !== 'exclude') {
      return { ...rows, narrowed: true, selection: { conditions, limited: true } };
    }
    const added = conditionsIn(args, this.scope);
    const excluded: RowCondition = { kind: 'not', part: { kind: 'and', parts: added } };
    const more = name === 'filter' || added.length === 0 ? added : [excluded];
    return { ...rows, narrowed: true, selection: { conditions: [...conditions, ...more], limited } };
  }

  /** `apps.get_model("shop", "Order")` or `apps.get_model("shop.Order")`. */
  private historicalModel(args: readonly PythonNode[]): Binding {
    const texts = args
      .filter(({ name }, at) => name !== 'AssignOp' && args[at + 1]?.name !== 'AssignOp')
      .map((arg) => this.scope.evaluate(arg))
      .map((value) => (value.kind === 'string' ? value.text : undefined));
    const [app, model] = texts.length === 1 ? (texts[0]?.split('.') ?? []) : texts;
    if (app === undefined || model === undefined) return { kind: 'some-model' };
    return { kind: 'model', model: { app, model, historical: true } };
  }

  /** `list(rows)`, `Paginator(rows, 500)`, `get_user_model()`. */
  private wrapped(callee: PythonNode, args: readonly PythonNode[]): Binding | undefined {
    const name = this.scope.written(callee);
    if (name.endsWith('get_user_model')) {
      return { kind: 'model', model: { app: undefined, model: 'settings.AUTH_USER_MODEL', historical: false } };
    }
    const rows = args.map((arg) => this.resolve(arg)).find((binding): binding is Rows => binding?.kind === 'rows');
    if (rows === undefined) return undefined;
    return batching.test(name) ? { ...rows, batched: true } : rows;
  }
}

/** The model a dotted path names: a class in a module called `models`. */
export function importedModel(path: string): string | undefined {
  if (path.startsWith('django.db.models')) return undefined;
  return /(?:^|\.)models(?:\.\w+)*\.([A-Z]\w*)$/.exec(path)?.[1];
}

function subscript(object: Binding, index: PythonNode | undefined, node: PythonNode): Binding | undefined {
  if (object.kind !== 'rows' || index === undefined) return undefined;
  const isSlice = node.children.some(({ name }) => name === ':');
  if (!isSlice) return instanceOf(object.model, false);
  return { ...object, narrowed: true, selection: { ...object.selection, limited: true }, batched: true };
}

function isManager(name: string): boolean {
  return name === '_default_manager' || name === '_base_manager' || /^[a-z]/.test(name);
}

const batching = /batch|chunk|paginat|iter_?rows|slice/i;

const narrowing: ReadonlySet<string> = new Set(['filter', 'exclude', 'none', 'in_bulk', 'raw']);

const givesInstance: ReadonlySet<string> = new Set([
  'get',
  'first',
  'last',
  'latest',
  'earliest',
  'create',
  'get_or_create',
  'update_or_create',
]);

/** Methods that give no rows. */
const ends: ReadonlySet<string> = new Set([
  'update',
  'delete',
  'count',
  'exists',
  'aggregate',
  'bulk_create',
  'bulk_update',
]);
