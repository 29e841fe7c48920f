import type { Span } from '../../core/span.js';
import { functionValue } from './functions.js';
import { bindImports } from './imports.js';
import { assign, augment, mutate } from './mutation.js';
import { childOf, spanOf, type PythonNode } from './node.js';
import type { Scope } from './scope.js';
import { bind, knownItems } from './sequences.js';
import { truthOf } from './truth.js';
import type { PythonValue } from './value.js';

/** How a row of statements ended: with a `return`, whose value may depend on what is not known. */
export interface Returned {
  readonly value: PythonValue;
}

/** Follows statements in order and keeps what the names of the scope come to hold. */
export function execute(statements: readonly PythonNode[], scope: Scope): Returned | undefined {
  for (const statement of statements) {
    const returned = executeOne(statement, scope);
    if (returned !== undefined) return returned;
  }
  return undefined;
}

function executeOne(statement: PythonNode, scope: Scope): Returned | undefined {
  switch (statement.name) {
    case 'ImportStatement':
      bindImports(statement, scope);
      return undefined;
    case 'AssignStatement':
      assign(statement, scope);
      return undefined;
    case 'UpdateStatement':
      augment(statement, scope);
      return undefined;
    case 'ExpressionStatement':
      mutate(statement, scope);
      return undefined;
    case 'FunctionDefinition':
    case 'ClassDefinition':
    case 'DecoratedStatement':
      define(statement, scope);
      return undefined;
    case 'StatementGroup':
      return execute(statement.children, scope);
    case 'ReturnStatement':
      return { value: returnedValue(statement, scope) };
    default:
      return executeBlock(statement, scope);
  }
}

function executeBlock(statement: PythonNode, scope: Scope): Returned | undefined {
  switch (statement.name) {
    case 'IfStatement':
      return executeIf(statement.children, scope);
    case 'ForStatement':
      return executeFor(statement, scope);
    case 'WhileStatement':
      return executeUncertain(bodiesOf(statement)[0], undefined, scope, unknownTest(statement, 'a loop'));
    case 'WithStatement':
      return executeWith(statement, scope);
    case 'TryStatement':
      return executeTry(statement, scope);
    default:
      return undefined;
  }
}

function define(statement: PythonNode, scope: Scope): void {
  const definition = statement.name === 'DecoratedStatement' ? statement.children.at(-1) : statement;
  const name = definition === undefined ? undefined : childOf(definition, 'VariableName');
  if (definition === undefined || name === undefined) return;
  const value =
    definition.name === 'ClassDefinition'
      ? defineClass(definition, name, scope)
      : functionValue(definition, scope.context.text);
  scope.set(scope.written(name), value);
}

function defineClass(node: PythonNode, name: PythonNode, scope: Scope): PythonValue {
  const inner = scope.inner();
  const [body] = bodiesOf(node);
  execute(body ?? [], inner);
  const bases = childOf(node, 'ArgList')?.children ?? [];
  return {
    kind: 'class',
    name: scope.written(name),
    nameSpan: spanOf(name),
    bases: bases.filter((_, at) => !isKeyword(bases, at)).map((base) => scope.evaluate(base)),
    attributes: inner.own,
    span: spanOf(node),
  };
}

/** Whether a node of an argument list belongs to a `metaclass=...`. */
function isKeyword(nodes: readonly PythonNode[], at: number): boolean {
  const [before, here, after] = [nodes[at - 1], nodes[at], nodes[at + 1]];
  return here?.name === 'AssignOp' || before?.name === 'AssignOp' || after?.name === 'AssignOp' || here?.name === '*';
}

/** `if`, or what follows an `if` that was false: `elif` and `else`. */
function executeIf(parts: readonly PythonNode[], scope: Scope): Returned | undefined {
  const [keyword, condition] = parts;
  if (keyword === undefined || condition === undefined) return undefined;
  if (keyword.name === 'else') return execute(statementsOf(condition), scope);
  const body = parts[2] === undefined ? [] : statementsOf(parts[2]);
  const test = scope.evaluate(condition);
  const truth = truthOf(test);
  if (truth === true) return execute(body, scope);
  if (truth === false) return executeIf(parts.slice(3), scope);
  return executeUncertain(body, (inner) => executeIf(parts.slice(3), inner), scope, test);
}

/** Follows what may or may not run, and keeps of each name both what it would then be and what it else is. */
function executeUncertain(
  body: readonly PythonNode[] | undefined,
  otherwise: ((scope: Scope) => Returned | undefined) | undefined,
  scope: Scope,
  test: PythonValue,
): Returned | undefined {
  const thenScope = scope.inner();
  const elseScope = scope.inner();
  const returned = execute(body ?? [], thenScope) ?? otherwise?.(elseScope);
  for (const name of new Set([...thenScope.own.keys(), ...elseScope.own.keys()])) {
    const merged = either(test, thenScope.get(name), elseScope.get(name));
    if (merged !== undefined) scope.set(name, merged);
  }
  // Whether it returns here is not known, so neither is what comes of the call.
  return returned === undefined
    ? undefined
    : { value: test.kind === 'unknown' ? test : unknownTest(test.span, 'a condition') };
}

function either(
  test: PythonValue,
  then: PythonValue | undefined,
  otherwise: PythonValue | undefined,
): PythonValue | undefined {
  if (then === undefined || otherwise === undefined || then === otherwise) return then ?? otherwise;
  // Of two imports or definitions, as for two versions of a library, one will do.
  if (then.kind === 'name' || then.kind === 'function' || then.kind === 'class') return then;
  return { kind: 'conditional', test, then, otherwise, span: then.span };
}

function executeFor(statement: PythonNode, scope: Scope): Returned | undefined {
  const { children } = statement;
  const forAt = children.findIndex(({ name }) => name === 'for');
  const inAt = children.findIndex(({ name }) => name === 'in');
  const iterated = children[inAt + 1];
  const [body] = bodiesOf(statement);
  if (iterated === undefined || body === undefined) return undefined;
  const targets = children.slice(forAt + 1, inAt);
  const value = scope.evaluate(iterated);
  const items = knownItems(value);
  if (items === undefined || !scope.spend(items.length)) {
    bind(targets, unknownTest(iterated, 'an item of what is not constant'), scope);
    return executeUncertain(body, undefined, scope, unknownTest(statement, 'a loop'));
  }
  for (const item of items) {
    bind(targets, item, scope);
    const returned = execute(body, scope);
    if (returned !== undefined) return returned;
  }
  return undefined;
}

/** `with open(path) as file:` binds what `open` gives; of other contexts too. */
function executeWith(statement: PythonNode, scope: Scope): Returned | undefined {
  const { children } = statement;
  children.forEach((child, at) => {
    const target = children[at + 1];
    const context = children[at - 1];
    if (child.name !== 'as' || target === undefined || context === undefined) return;
    bind([target], scope.evaluate(context), scope);
  });
  return execute(bodiesOf(statement)[0] ?? [], scope);
}

/** A `try` is taken to succeed; what only its other parts define is kept as well. */
function executeTry(statement: PythonNode, scope: Scope): Returned | undefined {
  const [body = [], ...others] = bodiesOf(statement);
  const returned = execute(body, scope);
  for (const other of others) {
    const inner = scope.inner();
    execute(other, inner);
    for (const [name, value] of inner.own) if (scope.get(name) === undefined) scope.set(name, value);
  }
  return returned;
}

function returnedValue(statement: PythonNode, scope: Scope): PythonValue {
  const values = statement.children.slice(1);
  const [only] = values;
  if (only === undefined) return { kind: 'none', span: spanOf(statement) };
  if (values.length === 1) return scope.evaluate(only);
  const items = values.map((value) => scope.evaluate(value));
  return { kind: 'tuple', items, span: spanOf(statement) };
}

function unknownTest(at: Span, reason: string): PythonValue {
  return { kind: 'unknown', reason, span: spanOf(at) };
}

function bodiesOf(statement: PythonNode): readonly (readonly PythonNode[])[] {
  return statement.children.filter(({ name }) => name === 'Body').map(statementsOf);
}

/** The statements of a body: all but its colon. */
export function statementsOf(body: PythonNode): readonly PythonNode[] {
  return body.children.filter(({ name }) => name !== ':');
}
