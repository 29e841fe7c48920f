import type { Migration } from '../../core/migration.js';
import type { Operation } from '../../core/operation.js';
import { textOf } from '../../core/source.js';
import type { Reading } from '../reading.js';
import type { DjangoHistory } from './histories.js';
import type { AppMigration } from './migrations.js';

/** Who wants the text that Django prints for a migration. */
export interface Printing {
  /** The absolute paths of the migrations it is wanted for. */
  readonly judged: ReadonlySet<string>;
  readonly printed: (path: string, text: string) => void;
}

/** Works out the SQL of a project's migrations one by one, in their order, because each stands on those before it. */
export class DjangoReading implements Reading {
  #at = 0;

  /** @param printing who wants to know what `sqlmigrate` prints, and for which files */
  constructor(
    readonly history: DjangoHistory,
    readonly printing?: Printing,
  ) {}

  next(): Migration {
    const next = this.history.migrations[this.#at++];
    if (next === undefined) throw new RangeError('All migrations have been read.');
    return lowered(next);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function lowered({ app, migration }: AppMigration): Migration {
  const { name, source, atomic, problems, comments, operations } = migration;
  return {
    id: name,
    namespace: app.label,
    source,
    transaction: atomic ? 'file' : 'none',
    transactionSource: 'stated',
    up: operations.map(({ kind, span }, statement): Operation => ({
      kind: 'opaque',
      span,
      statementSpan: span,
      statement,
      reason: `the SQL of ${kind} is not worked out`,
      text: textOf(source, span),
    })),
    down: [],
    problems,
    comments,
    statements: operations.length,
  };
}
