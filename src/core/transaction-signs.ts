import type { Migration } from './migration.js';
import type { OperationOf } from './operation.js';

type Begin = OperationOf<'begin'>;
type End = OperationOf<'commit' | 'rollback' | 'prepare-transaction'>;

/** How the BEGIN and COMMIT that a file itself writes fit together. */
export interface TransactionSigns {
  /** Each BEGIN that opens a transaction, with what ends it; undefined when nothing does. */
  readonly opened: readonly { readonly begin: Begin; readonly end: End | undefined }[];
  /** Each COMMIT or ROLLBACK with no BEGIN in front of it. */
  readonly unopened: readonly End[];
}

/**
 * Pairs the BEGIN and COMMIT statements of a file; those inside blocks are PL/pgSQL's own. `COMMIT; ...; BEGIN;` around a
 * statement that must run alone is how a file steps out of its runner's transaction on purpose, and is left out.
 */
export function transactionSigns(migration: Migration): TransactionSigns {
  const opened: { begin: Begin; end: End | undefined }[] = [];
  const unopened: End[] = [];
  let open: Begin | undefined;
  let steppedOut: End | undefined;
  for (const operation of migration.up) {
    if (operation.kind === 'begin') {
      if (steppedOut !== undefined && open === undefined) {
        unopened.splice(unopened.indexOf(steppedOut), 1);
        steppedOut = undefined;
      } else open ??= operation;
    } else if (
      operation.kind === 'commit' ||
      operation.kind === 'rollback' ||
      operation.kind === 'prepare-transaction'
    ) {
      if (open !== undefined) opened.push({ begin: open, end: operation });
      else unopened.push(operation);
      steppedOut = open === undefined && operation.kind === 'commit' ? operation : undefined;
      open = undefined;
    }
  }
  if (open !== undefined) opened.push({ begin: open, end: undefined });
  return { opened, unopened };
}
