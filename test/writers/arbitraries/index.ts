import type { OperationKind } from '../../../src/core/operation.js';
import { columnDrafts } from './columns.js';
import { constraintDrafts } from './constraints.js';
import type { Drafts } from './draft.js';
import { indexDrafts } from './indexes.js';
import { objectDrafts } from './objects.js';
import { statementDrafts } from './statements.js';
import { tableDrafts } from './tables.js';

/** Operations of every kind there is. */
export const drafts: Drafts<OperationKind> = {
  ...tableDrafts,
  ...columnDrafts,
  ...constraintDrafts,
  ...indexDrafts,
  ...objectDrafts,
  ...statementDrafts,
};
