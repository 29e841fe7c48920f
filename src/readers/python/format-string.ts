import { spanOf, type PythonNode } from './node.js';
import { closingOf, decode, openingOf } from './literal.js';
import type { Scope } from './scope.js';
import { concatenated, standingFor } from './text.js';
import type { PythonString, PythonValue } from './value.js';

/** An f-string, when all it formats is constant and needs no format of its own. */
export function formatString(node: PythonNode, scope: Scope): PythonValue {
  const source = scope.context.text;
  const opening = openingOf(source, node.start);
  const end = closingOf(source, opening, node.end);
  const parts: PythonString[] = [];
  let at = opening.bodyStart;
  for (const replacement of node.children.filter(({ name }) => name === 'FormatReplacement')) {
    const text = literalPart(source, at, replacement.start, opening.raw);
    const value = replaced(replacement, scope);
    if (text === undefined || value === undefined) return notConstant(node);
    parts.push(...text, standingFor(value, replacement));
    at = replacement.end;
  }
  const rest = literalPart(source, at, end, opening.raw);
  return rest === undefined ? notConstant(node) : concatenated([...parts, ...rest], spanOf(node));
}

/** The text between replacements, in which braces are doubled. */
function literalPart(source: string, start: number, end: number, raw: boolean): PythonString[] | undefined {
  const parts: PythonString[] = [];
  let from = start;
  for (let at = start; at <= end; at++) {
    const isBrace = at + 1 < end && source[at] === source[at + 1] && (source[at] === '{' || source[at] === '}');
    if (at < end && !isBrace) continue;
    const span = { start: from, end: isBrace ? at + 1 : at };
    const decoded = decode(source, span.start, span.end, raw, false);
    if (decoded === undefined) return undefined;
    parts.push({ kind: 'string', ...decoded, span });
    if (isBrace) at++;
    from = at + 1;
  }
  return parts;
}

function replaced(replacement: PythonNode, scope: Scope): string | undefined {
  const [expression, ...more] = replacement.children;
  if (expression === undefined) return undefined;
  // `!s` is what happens anyway.
  if (more.some((part) => scope.written(part) !== '!s')) return undefined;
  return displayed(scope.evaluate(expression));
}

/** `str(value)`, where that is certain. */
export function displayed(value: PythonValue): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.bytes === true ? undefined : value.text;
    case 'number':
      return value.integer ? value.text : undefined;
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'file-path':
      return value.path;
    default:
      return undefined;
  }
}

function notConstant(node: PythonNode): PythonValue {
  return { kind: 'unknown', reason: 'an f-string of values that are not constant', span: spanOf(node) };
}
