import type { Migration } from '../../core/migration.js';
import { chooseIndexName, chooseName } from '../../postgres/names.js';
import type { DjangoMigration } from '../../readers/django/index.js';
import { lowerStatements } from '../../readers/django/lower-statements.js';
import { DjangoReplay, printedSql } from '../../readers/django/replay.js';
import type { Reading } from '../reading.js';
import type { DjangoHistory } from './histories.js';
import type { AppMigration } from './migrations.js';
import { rememberOrigin } from './rewriting/origin.js';
import type { DjangoOrigin } from './rewriting/origin.js';

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

  /**
   * @param printing who wants to know what `sqlmigrate` prints, and for which files
   * @param rewritten the absolute paths of the migrations that are to be taken apart
   */
  constructor(
    readonly history: DjangoHistory,
    readonly printing?: Printing,
    readonly rewritten: ReadonlySet<string> = new Set(),
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
    if (!this.rewritten.has(next.path)) return lowered(next.migration, next.app.label, this.#replay);
    const before = this.#replay.fork();
    const migration = lowered(next.migration, next.app.label, this.#replay);
    rememberOrigin(migration, originAt(next, before, this.history));
    return migration;
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
}

function originAt(own: AppMigration, before: DjangoReplay, { all, version }: DjangoHistory): DjangoOrigin {
  const { label } = own.app;
  const siblings = all.filter(({ app }) => app.label === label).map(({ migration }) => migration);
  const followed = new Set(
    siblings.flatMap(({ dependencies }) =>
      dependencies.flatMap((one) => (one.kind === 'migration' && one.app === label ? [one.name] : [])),
    ),
  );
  const last = [...siblings].sort((a, b) => (a.name < b.name ? -1 : 1)).at(-1) ?? own.migration;
  return {
    app: label,
    migration: own.migration,
    before,
    version,
    heads: siblings.map(({ name }) => name).filter((name) => !followed.has(name)),
    newest: last.source.path,
    read: own.reread,
    lower: (migration, replay) => lowered(migration, label, replay),
  };
}

/** What a migration does; the replay moves on by it. */
function lowered(migration: DjangoMigration, app: string, replay: DjangoReplay): Migration {
  // The tables of an operation are those before the migration, with what its own earlier operations do.
  const before = migration.operations.some(({ kind }) => kind === 'RunPython' || kind === 'SeparateDatabaseAndState')
    ? replay.fork()
    : replay;
  const statements = replay.migrate(migration, app);
  return lowerStatements(migration, statements, {
    app,
    tablesAt: (operation) => before.tablesAt(migration, app, operation),
  });
}
