import fc from 'fast-check';
import type { IndexOperations } from '../../../src/core/operation.js';
import { expression, indexKey, parameters } from './clauses.js';
import { draft, flag, maybe, never, type Drafts } from './draft.js';
import { name, names, qualified } from './names.js';

const reindexOptions = { concurrently: fc.boolean(), tablespace: maybe(name), verbose: flag };

export const indexDrafts: Drafts<keyof IndexOperations> = {
  'create-index': fc
    .tuple(
      draft('create-index', {
        index: name,
        table: qualified,
        unique: fc.boolean(),
        concurrently: fc.boolean(),
        ifNotExists: fc.boolean(),
        only: fc.boolean(),
        method: fc.oneof(fc.constantFrom('btree', 'gin'), name),
        keys: fc.array(indexKey, { minLength: 1, maxLength: 3 }),
        include: fc.oneof(fc.constant([]), names),
        where: maybe(expression),
        nullsNotDistinct: fc.boolean(),
        storageParameters: maybe(parameters),
        tablespace: maybe(name),
      }),
      fc.boolean(),
    )
    .map(([{ index, ...operation }, isNamed]) =>
      // IF NOT EXISTS asks for a name.
      isNamed || operation.ifNotExists ? { ...operation, ...(index === undefined ? undefined : { index }) } : operation,
    ),
  'drop-index': draft('drop-index', {
    index: qualified,
    concurrently: fc.boolean(),
    ifExists: fc.boolean(),
    cascade: fc.boolean(),
  }),
  'rename-index': draft('rename-index', { index: qualified, newName: name, ifExists: fc.boolean() }),
  reindex: fc.oneof(
    draft('reindex', { ...reindexOptions, target: fc.constantFrom('index', 'table'), name: qualified }),
    draft('reindex', {
      ...reindexOptions,
      target: fc.constantFrom('schema', 'database', 'system'),
      name: name.map((word) => ({ name: word })),
    }),
    draft('reindex', { ...reindexOptions, target: fc.constantFrom('database', 'system'), name: never() }),
  ),
  'attach-index-partition': draft('attach-index-partition', { index: qualified, partition: qualified }),
};
