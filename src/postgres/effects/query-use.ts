import type { LockMode } from '../../core/lock.js';
import type { ObjectKey } from '../../core/name.js';
import type { QueryUse } from '../../core/operation.js';
import type { Scene } from './scene.js';

/**
 * Locks what a query reads: the relations it names, and below each view what that view reads, because the rewriter
 * opens it (AcquireRewriteLocks in rewriteHandler.c). `definition` when the query is only analysed, as CREATE VIEW does:
 * views are not looked into then. Observed on 16 to 18.
 */
export function lockQuery(
  query: QueryUse,
  scene: Scene,
  { mode = 'ACCESS SHARE', definition = false }: { readonly mode?: LockMode; readonly definition?: boolean } = {},
): void {
  const several = query.relations.length > 1 && mode === 'ROW SHARE';
  for (const name of query.relations) {
    const relation = scene.key(name);
    if (definition) scene.lock(relation, mode);
    else lockRead(relation, scene, mode, several ? someLocked : undefined);
  }
}

const someLocked = 'Which of the tables the query locks rows of is not looked into; the others take ACCESS SHARE.';

/** Locks a relation for reading, with its children and all that a view reads. */
export function lockRead(relation: ObjectKey, scene: Scene, mode: LockMode = 'ACCESS SHARE', unknown?: string): void {
  const view = scene.schema.views.get(relation);
  if (view !== undefined && !view.materialized) {
    scene.lock(relation, mode, unknown);
    for (const read of view.relations) if (read !== relation) lockRead(read, scene, mode, unknown);
    return;
  }
  for (const member of scene.tree(relation)) scene.lock(member, mode, unknown);
}

/** The tables and materialized views a query reads, views looked through. */
export function tablesReadBy(query: QueryUse, scene: Scene): readonly ObjectKey[] {
  const found = new Set<ObjectKey>();
  for (const name of query.relations) addTables(scene.key(name), found, scene);
  return [...found];
}

/** The tables and materialized views below a relation, itself when it is no view. */
export function addTables(relation: ObjectKey, found: Set<ObjectKey>, scene: Scene): void {
  const view = scene.schema.views.get(relation);
  if (view === undefined || view.materialized) found.add(relation);
  else for (const read of view.relations) if (read !== relation && !found.has(read)) addTables(read, found, scene);
}

/** A query that a statement runs to its end: it reads its tables in full unless conditions and indexes let it read less. */
export function readsTables(tables: Iterable<ObjectKey>, scene: Scene): void {
  for (const table of tables) {
    scene.scanTree(
      table,
      `How much of ${table} the query reads depends on its conditions and on the plan; EXPLAIN on the database would settle it.`,
    );
  }
}
