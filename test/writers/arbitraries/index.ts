import type { CodeOperations, OperationKind } from '../../../src/core/operation.js';
import { columnDrafts } from './columns.js';
import { constraintDrafts } from './constraints.js';
import type { Drafts } from './draft.js';
import { indexDrafts } from './indexes.js';
import { objectDrafts } from './objects.js';
import { statementDrafts } from './statements.js';
import { tableDrafts } from './tables.js';

/** Operations of every kind that SQL has a statement for. */
export const drafts: Drafts<Exclude<OperationKind, keyof CodeOperations>> = {
  ...tableDrafts,
  ...columnDrafts,
  ...constraintDrafts,
  ...indexDrafts,
  ...objectDrafts,
  ...statementDrafts,
};
