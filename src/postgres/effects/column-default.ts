import type { Expression } from '../../core/expression.js';
import { volatilityOf } from '../expressions/index.js';
import { isNullConstant } from './expression-use.js';
import type { Scene } from './scene.js';

/**
 * Why a default of a new column makes PostgreSQL write every row; undefined when it does not. Before 11 any default but
 * NULL does, from 11 on only a volatile one (release notes of 11; ATExecAddColumn in tablecmds.c).
 */
export function describeDefault(
  expression: Expression,
  scene: Scene,
): { readonly because: string; readonly unknown?: string } | undefined {
  if (isNullConstant(expression)) return undefined;
  if (scene.postgres < 11)
    return { because: `the default ${expression.text}, which PostgreSQL 10 writes into every row` };
  const { volatility, blame } = volatilityOf(expression, scene.schema);
  if (volatility === 'volatile') return { because: `the volatile default ${expression.text}` };
  if (volatility !== 'unknown') return undefined;
  return {
    because: `the default ${expression.text}, which may be volatile`,
    unknown: `Whether ${expression.text} is volatile is not in the history; the definition of ${blame === undefined ? 'the functions it calls' : `the function ${blame}`} would settle it.`,
  };
}
