import type { CreateFunctionStmt, DoStmt } from 'libpg-query';
import type { Volatility } from '../../../core/operation.js';
import { all, as, nameParts, qualified, strings } from '../nodes.js';
import type { Scope } from '../scope.js';

export function createFunction(statement: CreateFunctionStmt, scope: Scope): void {
  const options = all(statement.options, 'DefElem');
  const option = (name: string): string | undefined =>
    nameParts(options.find((candidate) => candidate.defname === name)?.arg)[0];
  const language = option('language')?.toLowerCase() ?? 'sql';
  const returns = strings(statement.returnType?.names).at(-1);
  scope.emit('create-function', {
    function: qualified(strings(statement.funcname)),
    orReplace: statement.replace === true,
    language,
    volatility: volatility(option('volatility')),
    objectType: statement.is_procedure === true ? 'procedure' : 'function',
    returnsTrigger: returns === 'trigger' || returns === 'event_trigger',
  });
}

export function doBlock(statement: DoStmt, scope: Scope): void {
  const language = all(statement.args, 'DefElem').find((option) => option.defname === 'language')?.arg;
  scope.emit('do-block', { language: as(language, 'String')?.sval?.toLowerCase() ?? 'plpgsql' });
}

function volatility(word: string | undefined): Volatility {
  return word === 'immutable' || word === 'stable' ? word : 'volatile';
}
