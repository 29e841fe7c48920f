import type { CreateFunctionStmt, DefElem, DoStmt, ReturnStmt } from 'libpg-query';
import type { Operation, OperationMap, Volatility } from '../../../core/operation.js';
import { openAtomic, openBody, type Lower } from '../bodies.js';
import { all, as, nameParts, qualified, strings, type NodeMap } from '../nodes.js';
import type { Scope } from '../scope.js';
import { queryUse } from './query-use.js';

export function createFunction(statement: CreateFunctionStmt, scope: Scope, lower: Lower): void {
  const options = all(statement.options, 'DefElem');
  const option = (name: string): string | undefined =>
    nameParts(options.find((candidate) => candidate.defname === name)?.arg)[0];
  const language = option('language')?.toLowerCase() ?? 'sql';
  const returns = strings(statement.returnType?.names).at(-1);
  scope.emit(
    'create-function',
    {
      function: qualified(strings(statement.funcname)),
      orReplace: statement.replace === true,
      language,
      volatility: volatility(option('volatility')),
      objectType: statement.is_procedure === true ? 'procedure' : 'function',
      returnsTrigger: returns === 'trigger' || returns === 'event_trigger',
      ...signature(statement, options, scope),
      ...bodyStrings(options),
    },
    scope,
    functionBody(statement, scope, language, lower),
  );
}

/** What is kept as written: arguments, result, the clauses that are not fields, and a body that is SQL as such. */
function signature(
  statement: CreateFunctionStmt,
  options: readonly DefElem[],
  scope: Scope,
): Pick<OperationMap['create-function'], 'arguments' | 'returns' | 'clauses' | 'sqlBody'> {
  const open = scope.find(0, ['(']);
  const closing = scope.closing(open);
  const starts = options.map((option) => scope.tokenAt(option.location));
  const last = starts.at(-1) ?? closing;
  const sqlBody = statement.sql_body === undefined ? scope.tokens.length : scope.find(last + 1, ['return', 'begin']);
  const ends = [...starts.slice(1), sqlBody];
  const clauses = options
    .map(({ defname }, index) =>
      defname === 'as' || defname === 'language' || defname === 'volatility'
        ? ''
        : scope.textOf(scope.spanOf(starts[index] ?? 0, ends[index] ?? 0)),
    )
    .filter((clause) => clause !== '');
  return {
    arguments: closing > open + 1 ? scope.textOf(scope.spanOf(open + 1, closing)) : '',
    ...(scope.word(closing + 1) === 'returns'
      ? { returns: scope.textOf(scope.spanOf(closing + 2, starts[0] ?? sqlBody)) }
      : undefined),
    ...(clauses.length === 0 ? undefined : { clauses }),
    ...(statement.sql_body === undefined
      ? undefined
      : { sqlBody: scope.textOf(scope.spanOf(sqlBody, scope.tokens.length)) }),
  };
}

function bodyStrings(options: readonly DefElem[]): Pick<OperationMap['create-function'], 'body' | 'linkSymbol'> {
  const [body, linkSymbol] = nameParts(options.find((option) => option.defname === 'as')?.arg);
  return {
    ...(body === undefined ? undefined : { body }),
    ...(linkSymbol === undefined ? undefined : { linkSymbol }),
  };
}

export function doBlock(statement: DoStmt, scope: Scope, lower: Lower): void {
  const options = all(statement.args, 'DefElem');
  const languageNode = options.find((option) => option.defname === 'language')?.arg;
  const language = as(languageNode, 'String')?.sval?.toLowerCase() ?? 'plpgsql';
  const block = options.find((option) => option.defname === 'as');
  const body = as(block?.arg, 'String')?.sval ?? '';
  const nested = openBody(scope, bodyToken(scope, block), body, language, lower);
  scope.emit('do-block', { language, body }, scope, nested);
}

/** `RETURN expression` as the body of a function: the expression may call others. */
export function returned(statement: ReturnStmt, scope: Scope): void {
  scope.emit('select', { query: queryUse(statement.returnval), locksRows: false, literals: [], text: scope.text });
}

function functionBody(
  statement: CreateFunctionStmt,
  scope: Scope,
  language: string,
  lower: Lower,
): readonly Operation[] {
  if (statement.sql_body !== undefined) {
    const list = as(statement.sql_body, 'List');
    // A body BEGIN ATOMIC ... END arrives as a list in a list; RETURN as the statement itself.
    const statements = all(list?.items, 'List').flatMap((inner) => inner.items ?? []);
    return openAtomic(scope, statements, lower);
  }
  const body = all(statement.options, 'DefElem').find((option) => option.defname === 'as');
  const value = nameParts(body?.arg)[0];
  return value === undefined ? [] : openBody(scope, bodyToken(scope, body), value, language, lower);
}

function bodyToken(scope: Scope, option: NodeMap['DefElem'] | undefined): number {
  const token = scope.tokenAt(option?.location);
  return scope.word(token) === 'as' ? token + 1 : token;
}

function volatility(word: string | undefined): Volatility {
  return word === 'immutable' || word === 'stable' ? word : 'volatile';
}
