import type { Comparison, Condition } from './condition.js';
import { compareConstants } from './constants.js';

/**
 * Whether PostgreSQL would see that a CHECK implies a goal: `predicate_implied_by` (src/backend/optimizer/util/
 * predtest.c), read weakly, because a CHECK is satisfied by NULL as well. So no comparison implies IS NOT NULL. What it
 * proves is proved there too; the reverse need not hold.
 */
export function implies(known: Condition, goal: Condition): boolean {
  if (goal.kind === 'and') return goal.parts.every((part) => implies(known, part));
  if (known.kind === 'or') return known.parts.every((part) => implies(part, goal));
  if (known.kind === 'and' && known.parts.some((part) => implies(part, goal))) return true;
  if (goal.kind === 'or') return goal.parts.some((part) => implies(known, part));
  if (!('column' in known) || !('column' in goal)) return false;
  if (known.column !== goal.column) return false;
  if (goal.kind !== 'compare' || known.kind !== 'compare') return goal.kind === known.kind;
  const compared = compareConstants(known.value, goal.value);
  return compared !== undefined && comparisonImplies(known.operator, goal.operator, compared);
}

/**
 * Whether `x known c` implies `x goal d`, given how c compares with d: `BT_implies_table` in predtest.c. Like PostgreSQL
 * it does not know that no integer lies between 4 and 5.
 */
function comparisonImplies(known: Comparison, goal: Comparison, compared: number): boolean {
  switch (goal) {
    case '=':
      return known === '=' && compared === 0;
    case '<>':
      if (known === '<>') return compared === 0;
      return comparisonImplies(known, '<', compared) || comparisonImplies(known, '>', compared);
    case '<':
      return (known === '<' && compared <= 0) || ((known === '=' || known === '<=') && compared < 0);
    case '<=':
      return (known === '<' || known === '<=' || known === '=') && compared <= 0;
    case '>':
      return (known === '>' && compared >= 0) || ((known === '=' || known === '>=') && compared > 0);
    case '>=':
      return (known === '>' || known === '>=' || known === '=') && compared >= 0;
  }
}
