import type { Comment, ReadProblem } from '../../core/migration.js';

/** What can be told of a Python text without its grammar. */
export interface Scan {
  readonly comments: readonly Comment[];
  /** The first string or bracket that does not end, or bracket that closes nothing. */
  readonly problem: ReadProblem | undefined;
}

/** Goes through the strings, comments and brackets of a text. */
export function scan(text: string): Scan {
  const comments: Comment[] = [];
  const open: { sign: string; at: number }[] = [];
  let problem: ReadProblem | undefined;
  for (const { 0: sign, index: at } of text.matchAll(token)) {
    const first = sign.charAt(0);
    if (first === '#') comments.push({ text: sign.slice(1).trim(), span: { start: at, end: at + sign.length } });
    else if (first === '"' || first === "'") problem ??= stringProblem(sign, at);
    else if (sign in closes) problem ??= closingProblem(sign, at, open.pop());
    else open.push({ sign, at });
  }
  const last = open.at(-1);
  if (problem === undefined && last !== undefined) {
    problem = unbalanced(`The bracket ${last.sign} that opens here never closes.`, last.at, 1);
  }
  return { comments, problem };
}

/** Comments, strings (whole or cut off) and brackets. Prefixes of strings change nothing about where they end. */
const token =
  /#[^\n\r]*|"""(?:[^\\"]+|\\[^]|"(?!""))*(?:"""|\\?$)|'''(?:[^\\']+|\\[^]|'(?!''))*(?:'''|\\?$)|"(?:[^\\"\n\r]+|\\(?:\r\n|[^]))*"?|'(?:[^\\'\n\r]+|\\(?:\r\n|[^]))*'?|[()[\]{}]/g;

const closes: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function stringProblem(string: string, at: number): ReadProblem | undefined {
  const sign = /^("""|'''|.)/.exec(string)?.[0] ?? '';
  if (string.length >= sign.length * 2 && string.endsWith(sign)) return undefined;
  return unbalanced(`The string that ${sign} begins here never ends.`, at, sign.length);
}

function closingProblem(sign: string, at: number, opened: { sign: string; at: number } | undefined) {
  if (opened === undefined) return unbalanced(`The bracket ${sign} closes nothing.`, at, 1);
  if (opened.sign === closes[sign]) return undefined;
  return unbalanced(`The bracket ${opened.sign} that opens here never closes: ${sign} comes first.`, opened.at, 1);
}

function unbalanced(message: string, start: number, length: number): ReadProblem {
  return { kind: 'unbalanced', message, span: { start, end: start + length } };
}
