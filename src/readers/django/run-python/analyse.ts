import { execute, statementsOf } from '../../python/execute.js';
import { childOf, type PythonNode } from '../../python/node.js';
import type { Scope } from '../../python/scope.js';
import { bind, knownItems } from '../../python/sequences.js';
import { truthOf } from '../../python/truth.js';
import type { PythonFunction } from '../../python/value.js';
import { actionOf, methodCall, placed, type BareAction } from './actions.js';
import { instanceOf, type Binding, type Rows } from './bindings.js';
import { foreignCall } from './foreign-calls.js';
import type { ImportedModel, PythonAction } from './model.js';
import { importedModel, Queries } from './queries.js';

/** What a function of a data migration does to the database, and which of today's models it imports. */
export interface CodeAnalysis {
  readonly actions: readonly PythonAction[];
  readonly importedModels: readonly ImportedModel[];
}

/** Follows the body of a function, and of those of the same file that it calls. */
export function analyse(code: PythonFunction, globals: Scope): CodeAnalysis {
  const analysis = new Analysis();
  const [apps, schemaEditor] = code.parameters;
  const frame = new Frame(globals.inner(), false, false, 0);
  if (apps !== undefined) frame.queries.names.set(apps.name, { kind: 'apps' });
  if (schemaEditor !== undefined) frame.queries.names.set(schemaEditor.name, { kind: 'schema-editor' });
  analysis.follow(code, frame);
  return { actions: analysis.actions, importedModels: [...analysis.imported.values()] };
}

/** How many rounds of a loop over constants are followed, and how deep calls of functions of the file are. */
const mostRounds = 30;
const mostLevels = 8;

/** A function that is being followed. */
class Frame {
  readonly queries: Queries;

  constructor(
    readonly scope: Scope,
    public looped: boolean,
    public conditional: boolean,
    readonly level: number,
  ) {
    this.queries = new Queries(scope);
  }
}

class Analysis {
  readonly actions: PythonAction[] = [];
  readonly imported = new Map<string, ImportedModel>();
  private steps = 0;

  follow(code: PythonFunction, frame: Frame): void {
    if (code.body === undefined) return;
    if (code.name === '<lambda>') this.expression(code.body, frame);
    else this.statements(statementsOf(code.body), frame);
  }

  private statements(statements: readonly PythonNode[], frame: Frame): void {
    for (const statement of statements) {
      if (this.steps++ > 20_000) return;
      this.statement(statement, frame);
    }
  }

  private statement(statement: PythonNode, frame: Frame): void {
    switch (statement.name) {
      case 'ForStatement':
        this.forLoop(statement, frame);
        return;
      case 'WhileStatement':
        this.parts(statement.children, frame, { looped: true });
        return;
      case 'IfStatement':
        this.condition(statement.children, frame);
        return;
      case 'TryStatement':
        this.parts(statement.children, frame, { conditional: true });
        return;
      case 'WithStatement':
        this.withBlock(statement, frame);
        return;
      case 'AssignStatement':
        this.expression(statement, frame);
        this.assignment(statement, frame);
        return;
      case 'FunctionDefinition':
      case 'ImportStatement':
      case 'ClassDefinition':
        this.definition(statement, frame);
        return;
      default:
        this.expression(statement, frame);
    }
  }

  /** `if` and what follows it. A test that is constant, such as that of the database's vendor, chooses the branch. */
  private condition(parts: readonly PythonNode[], frame: Frame): void {
    const [keyword, test, body] = parts;
    const truth = test === undefined || keyword?.name === 'else' ? undefined : truthOf(frame.scope.evaluate(test));
    if (truth === undefined) this.parts(parts, frame, { conditional: true });
    else if (truth) this.statements(body === undefined ? [] : statementsOf(body), frame);
    else if (parts[3]?.name === 'else' && parts[4] !== undefined) this.statements(statementsOf(parts[4]), frame);
    else if (parts.length > 3) this.condition(parts.slice(3), frame);
  }

  /** Conditions and blocks of a statement, in order. */
  private parts(children: readonly PythonNode[], frame: Frame, how: { looped?: boolean; conditional?: boolean }): void {
    const { looped, conditional } = frame;
    let returned = false;
    for (const child of children) {
      if (child.name !== 'Body') this.expression(child, frame);
      else {
        frame.looped = looped || how.looped === true;
        frame.conditional = conditional || how.conditional === true;
        this.statements(statementsOf(child), frame);
        returned ||= leaves(child);
      }
    }
    frame.looped = looped;
    frame.conditional = conditional || returned;
  }

  private forLoop(statement: PythonNode, frame: Frame): void {
    const { children } = statement;
    const inAt = children.findIndex(({ name }) => name === 'in');
    const targets = children.slice(children.findIndex(({ name }) => name === 'for') + 1, inAt);
    const iterated = children[inAt + 1];
    const body = childOf(statement, 'Body');
    if (iterated === undefined || body === undefined) return;
    this.expression(iterated, frame);
    const rows = frame.queries.resolve(iterated);
    if (rows?.kind === 'rows') {
      for (const target of targets) this.name(target, instanceOf(rows.model, false), frame);
      this.rowLoop(rows, iterated, body, frame);
      return;
    }
    const items = knownItems(frame.scope.evaluate(iterated));
    if (items === undefined || items.length > mostRounds)
      this.round(body, frame, items === undefined || items.length > 1);
    else {
      for (const item of items) {
        bind(targets, item, frame.scope);
        this.round(body, frame, false);
      }
    }
  }

  private rowLoop(rows: Rows, iterated: PythonNode, body: PythonNode, frame: Frame): void {
    const { model, narrowed, selection, batched } = rows;
    const place = this.actions.length;
    this.round(body, frame, true);
    const changesRows = this.actions.slice(place).some((action) => changes.has(action.kind));
    const loop: BareAction = { kind: 'loop', model, narrowed, selection, batched, changesRows };
    this.actions.splice(place, 0, placed(loop, iterated, frame.looped, frame.conditional));
  }

  private round(body: PythonNode, frame: Frame, looped: boolean): void {
    const before = { looped: frame.looped, conditional: frame.conditional };
    frame.looped ||= looped;
    this.statements(statementsOf(body), frame);
    frame.looped = before.looped;
    frame.conditional = before.conditional;
  }

  private withBlock(statement: PythonNode, frame: Frame): void {
    statement.children.forEach((child, at) => {
      const context = statement.children[at - 1];
      const target = statement.children[at + 1];
      if (child.name === 'Body') this.statements(statementsOf(child), frame);
      else {
        this.expression(child, frame);
        const binding = child.name === 'as' && context !== undefined ? frame.queries.resolve(context) : undefined;
        if (binding !== undefined && target !== undefined) this.name(target, binding, frame);
      }
    });
  }

  private assignment(statement: PythonNode, frame: Frame): void {
    const targets = statement.children.filter((_, at) => statement.children[at + 1]?.name === 'AssignOp');
    const value = statement.children.at(-1);
    if (value === undefined) return;
    const binding = frame.queries.resolve(value);
    for (const target of targets) {
      if (target.name === 'MemberExpression') this.attribute(target, frame);
      else if (binding !== undefined) this.name(target, binding, frame);
      else if (target.name === 'VariableName') {
        frame.queries.names.delete(frame.scope.written(target));
        frame.scope.set(frame.scope.written(target), frame.scope.evaluate(value));
      }
    }
  }

  /** `order.total = 0`: the column that a later `order.save()` is about. */
  private attribute(target: PythonNode, frame: Frame): void {
    const [object] = target.children;
    const property = childOf(target, 'PropertyName');
    const owner = object === undefined ? undefined : frame.queries.resolve(object);
    if (owner?.kind === 'instance' && property !== undefined) owner.fields.add(frame.scope.written(property));
  }

  private name(target: PythonNode, binding: Binding, frame: Frame): void {
    if (target.name === 'VariableName') frame.queries.names.set(frame.scope.written(target), binding);
    // `order, created = Order.objects.get_or_create(...)`
    else if (target.name === 'TupleExpression' && target.children[0] !== undefined) {
      this.name(target.children[0], binding, frame);
    }
  }

  private definition(statement: PythonNode, frame: Frame): void {
    execute([statement], frame.scope);
  }

  /** Looks through an expression for calls that reach the database, innermost first, as Python evaluates them. */
  private expression(node: PythonNode, frame: Frame): void {
    this.noteImport(node, frame);
    if (node.name === 'LambdaExpression') return;
    const isComprehension = node.name.endsWith('ComprehensionExpression');
    const { looped } = frame;
    frame.looped ||= isComprehension;
    for (const child of node.children) this.expression(child, frame);
    frame.looped = looped;
    if (node.name === 'CallExpression') this.call(node, frame);
  }

  private noteImport(node: PythonNode, frame: Frame): void {
    if (node.name !== 'VariableName' && node.name !== 'MemberExpression') return;
    const value = frame.scope.evaluate(node);
    if (value.kind !== 'name' || !value.imported || importedModel(value.path) === undefined) return;
    if (!this.imported.has(value.path)) this.imported.set(value.path, { path: value.path, span: value.span });
  }

  private call(node: PythonNode, frame: Frame): void {
    const method = methodCall(node, frame.queries);
    const owner = method === undefined ? undefined : frame.queries.resolve(method.object);
    if (method !== undefined && owner !== undefined) {
      const action = actionOf(owner, method.method, method.args, frame.queries);
      if (action !== undefined) this.add(action, node, frame);
      return;
    }
    const [callee, list] = node.children;
    if (callee === undefined) return;
    const value = frame.scope.evaluate(callee);
    if (value.kind === 'function') this.inner(value, list?.children ?? [], node, frame);
    else {
      const action = foreignCall(value, list?.children ?? [], frame.queries);
      if (action !== undefined) this.add(action, node, frame);
    }
  }

  /** A call of a function of the same file. */
  private inner(callee: PythonFunction, args: readonly PythonNode[], node: PythonNode, frame: Frame): void {
    if (frame.level >= mostLevels) {
      this.add({ kind: 'opaque', reason: `${callee.name}() calls on too deeply to be followed` }, node, frame);
      return;
    }
    const inner = new Frame(frame.scope.inner(), frame.looped, frame.conditional, frame.level + 1);
    callee.parameters.forEach(({ name }, at) => {
      const named = args.findIndex(
        (arg, index) => args[index + 1]?.name === 'AssignOp' && frame.scope.written(arg) === name,
      );
      const arg = named >= 0 ? args[named + 2] : args[at];
      if (arg === undefined) return;
      const binding = frame.queries.resolve(arg);
      if (binding !== undefined) inner.queries.names.set(name, binding);
      else inner.scope.set(name, frame.scope.evaluate(arg));
    });
    this.follow(callee, inner);
  }

  private add(action: BareAction, node: PythonNode, frame: Frame): void {
    this.actions.push(placed(action, node, frame.looped, frame.conditional));
  }
}

const changes: ReadonlySet<PythonAction['kind']> = new Set<PythonAction['kind']>([
  'update',
  'delete',
  'insert',
  'bulk-update',
  'sql',
]);

/** Whether a block may end the function, so that what follows may not run. */
function leaves(body: PythonNode): boolean {
  return body.children.some(({ name }) => name === 'ReturnStatement' || name === 'RaiseStatement');
}
