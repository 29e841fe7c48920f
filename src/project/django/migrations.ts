import path from 'node:path';
import type { ReadProblem } from '../../core/migration.js';
import { readDjangoMigration } from '../../readers/django/index.js';
import type { DjangoMigration } from '../../readers/django/index.js';
import type { DjangoApp } from '../../readers/django/project/index.js';
import { readBytes } from '../bytes.js';
import { decode } from '../decode.js';
import { describeSystemError } from '../errors.js';
import { displayPath } from '../paths.js';
import type { ProjectOnDisk } from './projects.js';

/** A migration file of an app. */
export interface AppMigration {
  /** Absolute. */
  readonly path: string;
  readonly app: DjangoApp;
  readonly migration: DjangoMigration;
  /** False when what it depends on is not known, because its class or a part of it could not be read. */
  readonly isRead: boolean;
  /** Reads another text in its place. */
  readonly reread: (text: string) => DjangoMigration;
}

/** Reads the migrations of a project, each once. */
export class MigrationFiles {
  /** The files that migrations read (the SQL of a RunSQL), by absolute path. */
  readonly readByMigrations = new Set<string>();
  readonly #read = new Map<string, AppMigration>();

  constructor(
    readonly project: ProjectOnDisk,
    readonly cwd: string,
    readonly contents: ReadonlyMap<string, Buffer>,
    readonly settings: { readonly defaultAutoField?: string },
  ) {}

  /** The migrations of an app, by the names of their files. */
  of(app: DjangoApp): readonly AppMigration[] {
    return app.files.map((file) => {
      let migration = this.#read.get(file);
      if (migration === undefined) this.#read.set(file, (migration = this.#readFile(file, app)));
      return migration;
    });
  }

  #readFile(file: string, app: DjangoApp): AppMigration {
    const absolute = path.join(this.project.root, file);
    const shownAs = displayPath(absolute, this.cwd);
    const content = this.#textOf(absolute);
    // The path from the root tells the package, which relative imports begin at.
    const reread = (text: string): DjangoMigration => {
      const migration = readDjangoMigration(
        { path: file, text },
        {
          ...this.#defaultAutoField(app),
          readFile: (beside) => this.#readBeside(beside),
          classOf: this.project.classOf,
        },
      );
      return { ...migration, source: { path: shownAs, text } };
    };
    const shown = reread(content.text);
    if (content.problem !== undefined) {
      return { path: absolute, app, migration: { ...shown, problems: [content.problem] }, isRead: false, reread };
    }
    const isRead = shown.isMigration && shown.problems.length === 0;
    return { path: absolute, app, migration: withoutClass(shown, app), isRead, reread };
  }

  #readBeside(file: string): string | undefined {
    const text = this.project.read(file);
    if (text !== undefined) this.readByMigrations.add(path.resolve(this.project.root, file));
    return text;
  }

  #defaultAutoField({ defaultAutoField }: DjangoApp): { readonly defaultAutoField?: string } {
    const known = this.settings.defaultAutoField ?? defaultAutoField ?? this.project.settings.defaultAutoField;
    return known === undefined ? {} : { defaultAutoField: known };
  }

  #textOf(absolute: string): { readonly text: string; readonly problem?: ReadProblem } {
    try {
      const decoded = decode(this.contents.get(absolute) ?? readBytes(absolute));
      if (decoded.ok) return { text: decoded.text };
      return { text: '', problem: { kind: 'unreadable-file', message: decoded.message, span: { start: 0, end: 0 } } };
    } catch (error) {
      const message = `The file could not be read: ${describeSystemError(error)}.`;
      return { text: '', problem: { kind: 'unreadable-file', message, span: { start: 0, end: 0 } } };
    }
  }
}

/** Django stops at a file among migrations that has no Migration class; where it does not parse that is said already. */
function withoutClass(migration: DjangoMigration, { label }: DjangoApp): DjangoMigration {
  if (migration.isMigration || migration.problems.length > 0) return migration;
  const message = `Migration ${migration.name} in app ${label} has no Migration class.`;
  return { ...migration, problems: [{ kind: 'not-a-migration', message, span: { start: 0, end: 0 } }] };
}
