import type { DjangoOperation, DjangoSqlText } from '../model.js';

/** What a migration does, in the order in which Django does it. */
export type DjangoStatement =
  | DjangoSqlStatement
  /** The function of a RunPython. */
  | (StatementBase & { readonly kind: 'code' })
  /** What an operation does that cannot be known from reading. */
  | (StatementBase & {
      readonly kind: 'opaque';
      /** A clause that completes "the SQL is not known: ...". */
      readonly reason: string;
    })
  /** Django itself stops here with an exception; what follows never runs. */
  | (StatementBase & DjangoStop);

/** Where Django stops by itself. */
export interface DjangoStop {
  readonly kind: 'stops';
  readonly exception: string;
  readonly message: string;
  /** The statement that Django does not send, where PostgreSQL would refuse it for the same reason. */
  readonly refused?: string;
}

interface StatementBase {
  readonly operation: DjangoOperation;
  /** The place of the operation in the migration; nested ones have a number for each level. */
  readonly path: readonly number[];
}

export interface DjangoSqlStatement extends StatementBase {
  readonly kind: 'sql';
  /** With the semicolon at its end. One string of Django's may hold two statements. */
  readonly sql: string;
  /** Whether Django keeps it back until all operations of the migration are done. */
  readonly deferred: boolean;
  /** For RunSQL: the text it is, as it is written. PostgreSQL's backend splits none. */
  readonly raw?: DjangoSqlText;
  /** What had to be assumed because the files do not show it: a clause. */
  readonly assumes?: string;
}
