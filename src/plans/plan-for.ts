import type { Operation } from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { supports } from '../postgres/features.js';
import { addColumnInSteps } from './add-column.js';
import { addConstraint } from './add-constraint.js';
import { alterTypeInSteps } from './alter-type.js';
import { attachPartition } from './attach-partition.js';
import { batchRows } from './batch-rows.js';
import { dropColumnLast } from './drop-column.js';
import { dropDefaultLast, dropObjectLast, dropViewLast } from './drop-object.js';
import { dropTableLast } from './drop-table.js';
import { renameColumnByTwin } from './rename-column.js';
import { renameEnumValueBySecond } from './rename-enum-value.js';
import { renameRelationBehindView, setSchemaBehindView } from './rename-relation.js';
import { inFileOfItsOwn, outsideTransactions } from './own-file.js';
import { createIndexConcurrently } from './create-index.js';
import { createPartition } from './create-partition.js';
import { detachConcurrently } from './detach-partition.js';
import { dropIndexConcurrently } from './drop-index.js';
import { refreshConcurrently } from './refresh-view.js';
import { reindexConcurrently } from './reindex.js';
import { setExpressionInSteps } from './set-expression.js';
import { setNotNullInSteps } from './set-not-null.js';
import { validateApart } from './validate.js';

/** The way out of what an operation does, by its kind: for rules that see operations of several kinds. */
export function planFor(operation: Operation, context: PlanContext): OperationPlan | undefined {
  switch (operation.kind) {
    case 'add-column':
      return addColumnInSteps(operation, context);
    case 'alter-column-type':
      return alterTypeInSteps(operation, context);
    case 'add-constraint':
      return addConstraint(operation, context);
    case 'create-index':
      return createIndexConcurrently(operation, context);
    case 'create-table':
      return createPartition(operation, context);
    case 'attach-partition':
      return attachPartition(operation, context);
    case 'update':
    case 'delete':
      return batchRows(operation, context);
    case 'drop-column':
      return dropColumnLast(operation, context);
    case 'drop-table':
      return dropTableLast(operation, context);
    case 'drop-view':
    case 'drop-materialized-view':
      return dropViewLast(operation, context);
    case 'drop-sequence':
    case 'drop-type':
    case 'drop-domain':
    case 'drop-object':
      return dropObjectLast(operation);
    case 'drop-default':
      return dropDefaultLast(operation);
    case 'rename-column':
      return renameColumnByTwin(operation, context);
    case 'rename-table':
    case 'rename-view':
      return renameRelationBehindView(operation, context);
    case 'set-schema':
      return setSchemaBehindView(operation, context);
    case 'rename-enum-value':
      return renameEnumValueBySecond(operation, context);
    case 'detach-partition':
      return detachConcurrently(operation, context);
    case 'drop-index':
      return dropIndexConcurrently(operation, context);
    case 'reindex':
      return reindexConcurrently(operation, context);
    case 'refresh-materialized-view':
      return refreshConcurrently(operation, context);
    case 'set-generated-expression':
      return setExpressionInSteps(operation, context);
    case 'set-not-null':
      return setNotNullInSteps(operation, context);
    case 'validate-constraint':
      return validateApart(operation);
    default:
      return undefined;
  }
}

/** The way out of what an operation does, else of what it shares a transaction with: a file of its own. */
export function planForOrApart(operation: Operation, context: PlanContext): OperationPlan | undefined {
  const needsNone = operation.kind === 'add-enum-value' && !supports(context.postgres, 'enum-value-in-transaction');
  return planFor(operation, context) ?? (needsNone ? outsideTransactions(operation) : inFileOfItsOwn(operation));
}

/** The way out of what an operation does, else a file outside a transaction for what PostgreSQL refuses inside one. */
export function planForOrOutside(operation: Operation, context: PlanContext): OperationPlan | undefined {
  return planFor(operation, context) ?? outsideTransactions(operation);
}
