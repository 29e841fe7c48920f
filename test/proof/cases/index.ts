import { addColumn } from './add-column.js';
import type { Topic } from './case.js';
import { changeType, columnSettings } from './change-column.js';
import { checks, foreignKeys, notNull, uniqueness } from './constraints.js';
import { indexes } from './indexes.js';
import { code, types, views } from './objects.js';
import { partitions } from './partitions.js';
import { combined } from './combined.js';
import { data, session } from './statements.js';
import { createTable, dropTable, storage } from './tables.js';
import { typeUses } from './type-uses.js';

export { appliesTo, expectedFailures, isBeforeFix } from './case.js';
export type { ProofCase, Topic } from './case.js';

/** Every case of the proof, in the order of the page. */
export const topics: readonly Topic[] = [
  addColumn,
  changeType,
  typeUses,
  columnSettings,
  notNull,
  checks,
  uniqueness,
  foreignKeys,
  indexes,
  createTable,
  dropTable,
  partitions,
  storage,
  views,
  types,
  code,
  data,
  session,
  combined,
];
