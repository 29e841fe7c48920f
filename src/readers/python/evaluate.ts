import { evaluateCall } from './calls.js';
import { comprehension } from './comprehension.js';
import { formatString } from './format-string.js';
import { starModule } from './imports.js';
import { numberLiteral, stringLiteral } from './literal.js';
import { childOf, spanOf, type PythonNode } from './node.js';
import { binary, negated, unary } from './operators.js';
import type { Scope } from './scope.js';
import { attributeOf, itemOf } from './members.js';
import { concatenated, standingFor } from './text.js';
import { truthOf } from './truth.js';
import { functionValue } from './functions.js';
import { evaluateItems } from './sequences.js';
import type { PythonEntry, PythonString, PythonUnknown, PythonValue } from './value.js';

/** What an expression evaluates to in a scope, as far as it is constant. Never throws. */
export function evaluate(node: PythonNode, scope: Scope): PythonValue {
  switch (node.name) {
    case 'String':
      return stringLiteral(scope.context.text, node);
    case 'ContinuedString':
      return adjacentStrings(node, scope);
    case 'FormatString':
      return formatString(node, scope);
    case 'VariableName':
      return variable(node, scope);
    case 'MemberExpression':
      return member(node, scope);
    case 'CallExpression':
      return evaluateCall(node, scope);
    case 'Number':
      return numberLiteral(scope.written(node), spanOf(node)) ?? unknown(node, 'an imaginary number');
    case 'Boolean':
      return { kind: 'boolean', value: scope.written(node) === 'True', span: spanOf(node) };
    case 'None':
      return { kind: 'none', span: spanOf(node) };
    case 'ArrayExpression':
      return { kind: 'list', items: evaluateItems(node.children, scope), span: spanOf(node) };
    case 'TupleExpression':
      return { kind: 'tuple', items: evaluateItems(node.children, scope), span: spanOf(node) };
    case 'SetExpression':
      return { kind: 'set', items: evaluateItems(node.children, scope), span: spanOf(node) };
    case 'DictionaryExpression':
      return { kind: 'dict', entries: dictEntries(node, scope), span: spanOf(node) };
    default:
      return evaluateCompound(node, scope);
  }
}

function evaluateCompound(node: PythonNode, scope: Scope): PythonValue {
  const [first, second, third] = node.children;
  switch (node.name) {
    case 'ParenthesizedExpression':
      return first === undefined ? unknown(node, 'nothing') : evaluate(first, scope);
    case 'UnaryExpression':
      return unaryExpression(node, scope);
    case 'BinaryExpression':
      return binaryExpression(node, scope);
    case 'ConditionalExpression':
      return conditional(node, scope);
    case 'LambdaExpression':
      return functionValue(node, scope.context.text);
    case 'NamedExpression':
      return first === undefined || third === undefined || second === undefined
        ? unknown(node, 'an incomplete expression')
        : assigned(first, evaluate(third, scope), scope);
    case 'ArrayComprehensionExpression':
    case 'ComprehensionExpression':
    case 'SetComprehensionExpression':
      return comprehension(node, scope);
    case 'DictionaryComprehensionExpression':
      return unknown(node, 'a comprehension');
    default:
      return unknown(node, describe(node));
  }
}

function dictEntries(node: PythonNode, scope: Scope): PythonEntry[] {
  const entries: PythonEntry[] = [];
  const { children } = node;
  for (let at = 0; at < children.length; at++) {
    const child = children[at];
    const after = children[at + 1];
    if (child === undefined) break;
    if (child.name === '**' && after !== undefined) {
      const value = evaluate(after, scope);
      if (value.kind === 'dict') entries.push(...value.entries);
      else entries.push({ key: undefined, value, span: spanOf(after) });
      at++;
    } else if (after?.name === ':') {
      const valueNode = children[at + 2];
      if (valueNode === undefined) break;
      const span = { start: child.start, end: valueNode.end };
      entries.push({ key: evaluate(child, scope), value: evaluate(valueNode, scope), span });
      at += 2;
    }
  }
  return entries;
}

function adjacentStrings(node: PythonNode, scope: Scope): PythonValue {
  const strings: PythonString[] = [];
  for (const child of node.children) {
    const value = evaluate(child, scope);
    if (value.kind !== 'string') return unknown(node, value.kind === 'unknown' ? value.reason : describe(child));
    strings.push(value);
  }
  return concatenated(strings, spanOf(node));
}

function variable(node: PythonNode, scope: Scope): PythonValue {
  const name = scope.written(node);
  const known = scope.get(name);
  // A name stands where it is used; everything else stands where it was written.
  if (known?.kind === 'name') return { ...known, span: spanOf(node) };
  if (known !== undefined) return known;
  if (name === '__file__') return { kind: 'file-path', path: scope.context.path, span: spanOf(node) };
  const star = /^[A-Z]/.test(name) ? scope.get(starModule) : undefined;
  if (star?.kind === 'name') return { ...star, path: `${star.path}.${name}`, span: spanOf(node) };
  return { kind: 'name', path: name, imported: false, span: spanOf(node) };
}

function member(node: PythonNode, scope: Scope): PythonValue {
  const object = node.children[0];
  if (object === undefined) return unknown(node, 'an incomplete expression');
  const property = childOf(node, 'PropertyName');
  const value = evaluate(object, scope);
  if (property !== undefined) return known(attributeOf(value, scope.written(property), spanOf(node)), scope);
  const [, index, more] = node.children;
  if (index === undefined || more !== undefined || index.name === ':') return unknown(node, 'a slice');
  return itemOf(value, evaluate(index, scope), spanOf(node));
}

/** A name of another module whose value is known all the same. */
function known(value: PythonValue, scope: Scope): PythonValue {
  const text = value.kind === 'name' ? scope.context.constants.get(value.path) : undefined;
  return text === undefined ? value : standingFor(text, value.span);
}

function unaryExpression(node: PythonNode, scope: Scope): PythonValue {
  const [sign, operand] = node.children;
  if (sign === undefined || operand === undefined) return unknown(node, 'an incomplete expression');
  const operator = scope.written(sign);
  if (operator === 'not') return negatedExpression(operand, scope);
  return unary(operator, evaluate(operand, scope), spanOf(node));
}

/** The parser takes `not a and b` for `not (a and b)`, where Python binds `not` tighter. */
function negatedExpression(node: PythonNode, scope: Scope): PythonValue {
  const [left, operator, right] = node.children;
  const isLoose = node.name === 'BinaryExpression' && (operator?.name === 'and' || operator?.name === 'or');
  if (!isLoose || left === undefined || right === undefined) return negated(evaluate(node, scope), spanOf(node));
  return binary(operator.name, negatedExpression(left, scope), evaluate(right, scope), spanOf(node));
}

function binaryExpression(node: PythonNode, scope: Scope): PythonValue {
  const left = node.children[0];
  const right = node.children.at(-1);
  if (left === undefined || right === undefined || node.children.length < 3) {
    return unknown(node, 'an incomplete expression');
  }
  const operator = node.children
    .slice(1, -1)
    .map((part) => scope.written(part))
    .join(' ');
  return binary(operator, evaluate(left, scope), evaluate(right, scope), spanOf(node));
}

function conditional(node: PythonNode, scope: Scope): PythonValue {
  const [then, , condition, , otherwise] = node.children;
  if (then === undefined || condition === undefined || otherwise === undefined) {
    return unknown(node, 'an incomplete expression');
  }
  const test = evaluate(condition, scope);
  const truth = truthOf(test);
  if (truth !== undefined) return evaluate(truth ? then : otherwise, scope);
  const branches = { then: evaluate(then, scope), otherwise: evaluate(otherwise, scope) };
  return { kind: 'conditional', test, ...branches, span: spanOf(node) };
}

function assigned(target: PythonNode, value: PythonValue, scope: Scope): PythonValue {
  if (target.name === 'VariableName') scope.set(scope.written(target), value);
  return value;
}

function unknown(node: PythonNode, reason: string): PythonUnknown {
  return { kind: 'unknown', reason, span: spanOf(node) };
}

function describe(node: PythonNode): string {
  return descriptions[node.name] ?? 'an expression that is not constant';
}

const descriptions: Readonly<Record<string, string>> = {
  FormatString: 'an f-string of values that are not constant',
  AwaitExpression: 'an await',
  YieldExpression: 'a yield',
  Ellipsis: 'an ellipsis',
};
