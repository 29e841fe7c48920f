import type { Parser, TreeCursor } from '@lezer/common';
import type { ReadProblem } from '../../core/migration.js';
import { PythonNode } from './node.js';
import { tolerate } from './tolerance.js';
import { problemsOf, type ParseError } from './problems.js';

/** A module as a tree, with what is wrong with its syntax. */
export interface PythonTree {
  readonly root: PythonNode;
  readonly problems: readonly ReadProblem[];
}

let parser: Parser | undefined;

/** Loads the Python parser. Await it once before the first `parsePython`; further calls cost nothing. */
export async function loadPythonParser(): Promise<void> {
  parser ??= (await import('@lezer/python')).parser;
}

/** Parses a module. Never throws on any text: the tree holds what could be read of it. */
export function parsePython(text: string): PythonTree {
  if (parser === undefined) throw new Error('loadPythonParser() must have been awaited before a Python file is read.');
  const tree = parseOnce(parser, text);
  if (tree.errors.length === 0) return { root: tree.root, problems: problemsOf(text, tree.root, []) };
  return parseAgain(parser, text, tree);
}

interface Parsed {
  readonly root: PythonNode;
  readonly errors: readonly ParseError[];
}

/** How often a text is parsed again, with what the grammar is known not to understand put in words it does. */
const mostRounds = 4;

function parseAgain(withParser: Parser, text: string, first: Parsed): PythonTree {
  let tree = first;
  let tolerated = text;
  for (let round = 0; round < mostRounds && tree.errors.length > 0; round++) {
    const next = tolerate(tolerated, tree.errors);
    if (next === tolerated) break;
    tolerated = next;
    tree = parseOnce(withParser, tolerated);
  }
  return { root: tree.root, problems: problemsOf(text, tree.root, tree.errors) };
}

function parseOnce(withParser: Parser, text: string): Parsed {
  const errors: ParseError[] = [];
  const cursor = withParser.parse(text).cursor();
  return { root: convert(cursor, errors, [], 0), errors };
}

/** Deeper than any file a person writes, and shallow enough for the stack. */
const mostLevels = 400;

function convert(cursor: TreeCursor, errors: ParseError[], ancestors: string[], level: number): PythonNode {
  const { name, from, to } = cursor;
  if (level >= mostLevels || !cursor.firstChild()) return new PythonNode(name, from, to, noChildren);
  const children: PythonNode[] = [];
  ancestors.push(name);
  do {
    if (cursor.type.isError) errors.push({ start: cursor.from, end: cursor.to, ancestors: [...ancestors] });
    else if (!punctuation.has(cursor.name)) children.push(convert(cursor, errors, ancestors, level + 1));
  } while (cursor.nextSibling());
  ancestors.pop();
  cursor.parent();
  return new PythonNode(name, from, to, children);
}

const noChildren: readonly PythonNode[] = [];

/** Signs that say nothing which the nodes around them do not, and comments, which may stand between any two nodes. */
const punctuation: ReadonlySet<string> = new Set(['(', ')', '[', ']', '{', '}', ',', 'Comment']);
