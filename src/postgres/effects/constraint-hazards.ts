import type { ObjectKey } from '../../core/name.js';
import type { Scene } from './scene.js';

/** What the caller knows of the constraint's place. */
export interface Placement {
  /** The column that the same statement adds: its rows are all NULL or all get its default. */
  readonly newColumn?: string;
  /** `ALTER TABLE ONLY`: partitions are left alone. */
  readonly only?: boolean;
}

/** Rows that are there may be duplicates of each other. */
export function failOnDuplicates(table: ObjectKey, scene: Scene): void {
  if (!scene.mayHaveRows(table)) return;
  scene.fails({
    when: 'duplicates-exist',
    certain: false,
    object: table,
    because: 'could not create the unique index: some key is duplicated',
  });
}

/** Running code may write rows that the new constraint refuses. */
export function breakWriters(table: ObjectKey, scene: Scene): void {
  if (scene.inUse(table)) scene.breaks({ clients: 'writers', object: table, because: 'constraint-added' });
}
