import type { Migration } from './migration.js';
import type { Step } from './rule.js';

/** The evidence without a judgement: what each operation of each migration does to a live database. */
export interface Inspection {
  readonly version: string;
  readonly migrations: readonly InspectedMigration[];
}

/** One migration with its operations at their places. */
export interface InspectedMigration {
  readonly migration: Migration;
  readonly steps: readonly Step[];
}
