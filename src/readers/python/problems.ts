import type { ReadProblem } from '../../core/migration.js';
import type { Span } from '../../core/span.js';
import { indentationProblem } from './indentation.js';
import { spanOf, type PythonNode } from './node.js';
import { scan } from './scan.js';

/** A place where the grammar did not fit, with the names of the nodes around it, outermost first. */
export interface ParseError extends Span {
  readonly ancestors: readonly string[];
}

/** What is wrong with the syntax of a module: the causes where they can be told, not each of their effects. */
export function problemsOf(text: string, root: PythonNode, errors: readonly ParseError[]): ReadProblem[] {
  const relevant = errors.filter(({ ancestors }) => !isUnjudged(ancestors));
  if (relevant.length > 0) return [explain(text, root, relevant)].flat();
  const overseen = oversight(text, root);
  if (overseen !== undefined) return [overseen];
  const indentation = indentationProblem(text, root);
  return indentation === undefined ? [] : [indentation];
}

/**
 * Whether an error stands where the grammar is known to refuse Python that is right: in patterns of `match`, in code in
 * f-strings, and between `with` and its colon.
 */
function isUnjudged(ancestors: readonly string[]): boolean {
  if (ancestors.includes('MatchStatement') || ancestors.includes('FormatString')) return true;
  return ancestors.lastIndexOf('WithStatement') > ancestors.lastIndexOf('Body');
}

function explain(text: string, root: PythonNode, errors: readonly ParseError[]): ReadProblem[] {
  const marker = conflictMarker(text, root);
  if (marker !== undefined) return [marker];
  const unclosed = scan(text).problem;
  if (unclosed !== undefined) return [unclosed];
  const indentation = indentationProblem(text, root, errors[0]?.start);
  if (indentation !== undefined) return [indentation];
  return firstOfEachStatement(root, errors).map((error) => atToken(text, error));
}

function conflictMarker(text: string, root: PythonNode): ReadProblem | undefined {
  for (const match of text.matchAll(/^<{7} .*$|^>{7} .*$/gm)) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (isInString(root, span.start)) continue;
    const message = 'A conflict marker of git was left in the file: Python cannot parse it. Resolve the conflict.';
    return { kind: 'syntax-error', message, span };
  }
  return undefined;
}

function isInString(node: PythonNode, at: number): boolean {
  const child = node.children.find(({ start, end }) => start <= at && at < end);
  if (child === undefined) return false;
  return child.name === 'String' || child.name === 'FormatString' || isInString(child, at);
}

/** What the parser takes and Python does not. */
function oversight(text: string, node: PythonNode): ReadProblem | undefined {
  const [first, second] = node.children;
  switch (node.name) {
    case 'String':
    case 'FormatString':
      if (!endsWithQuote(text, node)) return scan(text).problem;
      break;
    case 'CallExpression':
      if (first !== undefined && literals.has(first.name)) return missingComma(first, node);
      break;
    case 'PrintStatement':
      if (first !== undefined && second !== undefined && !text.startsWith('>>', second.start)) {
        const message = 'Python 3 cannot parse this: print is a function there.';
        return { kind: 'syntax-error', message, span: spanOf(first) };
      }
      break;
  }
  for (const child of node.children) {
    const problem = oversight(text, child);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** A string on one line that the line's end cuts off is taken for a whole one. */
function endsWithQuote(text: string, { start, end }: Span): boolean {
  const last = text[end - 1];
  return end - start >= 2 && (last === '"' || last === "'");
}

const literals: ReadonlySet<string> = new Set([
  'String',
  'ContinuedString',
  'Number',
  'TupleExpression',
  'ArrayExpression',
  'DictionaryExpression',
]);

function missingComma(callee: PythonNode, call: PythonNode): ReadProblem {
  const message = 'Python fails here: this calls what is no function. A comma is missing between the two.';
  return { kind: 'syntax-error', message, span: { start: callee.start, end: call.end } };
}

/** One mistake makes many errors; those in later statements are likely mistakes of their own. */
function firstOfEachStatement(root: PythonNode, errors: readonly ParseError[]): ParseError[] {
  const first: ParseError[] = [];
  let until = -1;
  for (const error of errors) {
    if (error.start <= until) continue;
    first.push(error);
    until = root.children.find(({ end }) => end > error.start)?.end ?? Number.POSITIVE_INFINITY;
  }
  return first;
}

function atToken(text: string, { start }: ParseError): ReadProblem {
  let at = start;
  while (at < text.length && /[ \t]/.test(text[at] ?? '')) at++;
  const token = /^(\w+|[^\s\w])/.exec(text.slice(at, at + 60));
  if (token === null) {
    const end = text.slice(0, start).trimEnd().length;
    const message = 'Python cannot parse this: the line ends where something is missing.';
    return { kind: 'syntax-error', message, span: { start: Math.max(0, end - 1), end } };
  }
  const message = `Python cannot parse this: invalid syntax at or near "${token[0]}".`;
  return { kind: 'syntax-error', message, span: { start: at, end: at + token[0].length } };
}
