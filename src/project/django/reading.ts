import type { Migration } from '../../core/migration.js';
import { chooseIndexName, chooseName } from '../../postgres/names.js';
import { lowerStatements } from '../../readers/django/lower-statements.js';
import { DjangoReplay, printedSql } from '../../readers/django/replay.js';
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
  readonly #replay: DjangoReplay;
  #at = 0;

  /** @param printing who wants to know what `sqlmigrate` prints, and for which files */
  constructor(
    readonly history: DjangoHistory,
    readonly printing?: Printing,
  ) {
    const { version, settings } = history;
    const { authUserModel, defaultAutoField } = settings;
    this.#replay = new DjangoReplay({
      version,
      names: { indexName: chooseIndexName, constraintName: chooseName },
      ...(authUserModel === undefined ? {} : { settings: new Map([['AUTH_USER_MODEL', authUserModel]]) }),
      ...(defaultAutoField === undefined ? {} : { defaultAutoField }),
    });
  }

  next(): Migration {
    const next = this.history.migrations[this.#at++];
    if (next === undefined) throw new RangeError('All migrations have been read.');
    this.#print(next);
    return this.#lower(next);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #print({ path, app, migration }: AppMigration): void {
    if (this.printing?.judged.has(path) !== true) return;
    const statements = this.#replay.print(migration, app.label);
    const text = printedSql(migration, statements, this.history.version);
    this.printing.printed(migration.source.path, `${text}\n`);
  }

  #lower({ app, migration }: AppMigration): Migration {
    const { label } = app;
    // The tables of an operation are those before the migration, with what its own earlier operations do.
    const before = migration.operations.some(({ kind }) => kind === 'RunPython' || kind === 'SeparateDatabaseAndState')
      ? this.#replay.fork()
      : this.#replay;
    const statements = this.#replay.migrate(migration, label);
    return lowerStatements(migration, statements, {
      app: label,
      tablesAt: (operation) => before.tablesAt(migration, label, operation),
    });
  }
}
