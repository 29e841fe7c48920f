import { Cursor, NotUnderstood, scanUses } from './cursor.js';
import type { Uses } from './cursor.js';
import { parseExpression } from './parser.js';
import { tokensOf } from './tokens.js';
import type { ColumnUse, ExpressionNode, FunctionUse, TypeUse } from './tree.js';

/** What an expression uses and, where it was understood, how it is built. */
export interface ExpressionAnalysis {
  /** In the order they stand in, each as often as it is used. Those of subqueries are listed too. */
  readonly columns: readonly ColumnUse[];
  readonly functions: readonly FunctionUse[];
  /** The types it casts to. */
  readonly types: readonly TypeUse[];
  /** It holds a subquery, whose names are listed without being told apart. */
  readonly subquery: boolean;
  /** It uses no column, calls no function and asks no subquery: the same value for every row, for ever. */
  readonly isConstant: boolean;
  /**
   * Undefined when the expression is beyond the parser: then `columns` and `functions` come from its tokens alone and
   * may list more than it uses, and nothing may be proved from it.
   */
  readonly tree?: ExpressionNode;
}

/** Expressions repeat across a history (`now()`, `email <> ''`); this many are remembered. */
const cacheSize = 2000;
/** Longer texts are too rare to repeat and too large to keep. */
const longestRemembered = 2000;
/** An expression of more tokens is not taken apart: those who walk its tree do so with ordinary calls. */
const mostTokens = 4000;
const cache = new Map<string, ExpressionAnalysis>();

/** Takes an expression apart. Never throws; what it cannot read has no `tree`. Results are remembered by text. */
export function analyseExpression(text: string): ExpressionAnalysis {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const analysis = analyse(text);
  if (cache.size >= cacheSize) cache.clear();
  if (text.length <= longestRemembered) cache.set(text, analysis);
  return analysis;
}

/** The names of the columns an expression uses, each once. */
export function columnNamesOf(text: string): readonly string[] {
  return [...new Set(analyseExpression(text).columns.map(({ name }) => name))];
}

function analyse(text: string): ExpressionAnalysis {
  const tokens = tokensOf(text);
  if (tokens === undefined) return { columns: [], functions: [], types: [], subquery: false, isConstant: false };
  const cursor = new Cursor(text, tokens);
  try {
    const tree = tokens.length > mostTokens ? undefined : parseExpression(cursor);
    if (tree !== undefined && cursor.peek() === undefined) return { ...summary(cursor.uses), tree };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
  }
  const uses: Uses = { columns: [], functions: [], types: [], subquery: true };
  scanUses(tokens, uses);
  return { ...summary(uses), isConstant: false };
}

function summary(uses: Uses): ExpressionAnalysis {
  const isConstant = uses.columns.length === 0 && uses.functions.length === 0 && !uses.subquery;
  return { ...uses, isConstant };
}
