import type { ReadProblem } from '../../core/migration.js';
import type { PythonNode } from './node.js';

/**
 * The first statement that is indented otherwise than the block it stands in, which Python refuses and the parser does
 * not mind; before an offset when one is given.
 */
export function indentationProblem(text: string, root: PythonNode, before?: number): ReadProblem | undefined {
  const problem = inBlock(text, root, '');
  return problem !== undefined && (before === undefined || problem.span.start <= before) ? problem : undefined;
}

function inBlock(text: string, block: PythonNode, outermost: string | undefined): ReadProblem | undefined {
  let expected = outermost;
  for (const statement of block.children) {
    if (statement.name === ':') continue;
    const indentation = indentationAt(text, statement.start);
    if (indentation !== undefined) {
      expected ??= indentation;
      if (indentation !== expected) return problemAt(text, statement.start, indentation, expected);
    }
    const inner = inStatement(text, statement);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Blocks stand directly in their statements, or in the statement a decorator belongs to. */
function inStatement(text: string, statement: PythonNode): ReadProblem | undefined {
  for (const child of statement.children) {
    const isDefinition = child.name === 'FunctionDefinition' || child.name === 'ClassDefinition';
    const problem =
      child.name === 'Body' ? inBlock(text, child, undefined) : isDefinition ? inStatement(text, child) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The white space in front of a statement; undefined when something else stands on its line before it. */
function indentationAt(text: string, at: number): string | undefined {
  let start = at;
  while (start > 0 && isBlank(text.charCodeAt(start - 1))) start--;
  if (start > 0 && !isLineEnd(text.charCodeAt(start - 1))) return undefined;
  // A form feed starts the count anew.
  return text.slice(start, at).replace(/^.*\f/, '');
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 12;
}

function isLineEnd(unit: number): boolean {
  return unit === 10 || unit === 13;
}

function problemAt(text: string, at: number, indentation: string, expected: string): ReadProblem {
  const mixed = indentation.includes('\t') !== expected.includes('\t') && indentation !== '' && expected !== '';
  const message = mixed
    ? 'Python cannot parse this: the indentation mixes tabs and spaces.'
    : 'Python cannot parse this: the indentation does not match the lines before it.';
  const end = at + (/^\S+/.exec(text.slice(at, at + 60))?.[0].length ?? 1);
  return { kind: 'syntax-error', message, span: { start: at, end } };
}
