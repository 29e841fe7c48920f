import type { Migration } from '../../../core/migration.js';
import type { DjangoMigration } from '../../../readers/django/index.js';
import type { DjangoReplay } from '../../../readers/django/replay.js';

/** Where a migration comes from that was worked out from one of Django. */
export interface DjangoOrigin {
  /** The app's label. */
  readonly app: string;
  readonly migration: DjangoMigration;
  /** Django's models and names as they were before it; nobody moves them on. */
  readonly before: DjangoReplay;
  /** The version of Django. */
  readonly version: string;
  /** The migrations of the app that none of the app's own follows. */
  readonly heads: readonly string[];
  /** The path of the app's last migration by name, as paths are shown. */
  readonly newest: string;
  /** Reads another text in the place of the migration. */
  readonly read: (text: string) => DjangoMigration;
  /** The operations of a migration that follows `replay`, which is moved on by it. */
  readonly lower: (migration: DjangoMigration, replay: DjangoReplay) => Migration;
}

const origins = new WeakMap<Migration, DjangoOrigin>();

/** Remembers where a migration comes from, for as long as it lives. */
export function rememberOrigin(migration: Migration, origin: DjangoOrigin): void {
  origins.set(migration, origin);
}

/** Where a migration comes from; undefined when it is not one of Django. */
export function originOf(migration: Migration): DjangoOrigin | undefined {
  return origins.get(migration);
}
