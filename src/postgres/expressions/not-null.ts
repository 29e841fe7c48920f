import type { Expression } from '../../core/expression.js';
import { analyseExpression } from './analyse.js';
import { conditionOf } from './condition.js';
import { implies } from './implication.js';

/**
 * Whether a valid CHECK spares SET NOT NULL its scan, as `NotNullImpliedByRelConstraints` (src/backend/commands/
 * tablecmds.c, from PostgreSQL 12 on) sees it. `c IS NOT NULL` counts, alone or among conjuncts; `c > 0` does not, since
 * it is NULL and thus satisfied where c is NULL. Observed: test/postgres/expressions-proofs.test.ts.
 */
export function provesNotNull(check: Expression, column: string): boolean {
  const { tree } = analyseExpression(check.text);
  return (
    tree !== undefined &&
    implies(
      conditionOf(tree, () => undefined),
      { kind: 'not-null', column },
    )
  );
}
