import type { ObjectKey } from '../../core/name.js';
import type { OperationOf, QueryUse } from '../../core/operation.js';
import { dropViewWithAll, loseNamed } from './dropping.js';
import { indexesOf } from './dependencies.js';
import type { Handlers } from './handler.js';
import { addTables, lockQuery, lockRead, readsTables, tablesReadBy } from './query-use.js';
import type { Scene } from './scene.js';

/** Views and materialized views. Observed on 10 to 18. */
export const viewHandlers = {
  'create-view': createView,
  'drop-view': dropView,
  'rename-view': renameView,
  'create-materialized-view': createMaterializedView,
  'drop-materialized-view': dropView,
  'refresh-materialized-view': refreshMaterializedView,
} satisfies Partial<Handlers>;

/** CREATE VIEW: ACCESS SHARE on what it reads; OR REPLACE: ACCESS EXCLUSIVE on the view there is (DefineVirtualRelation). */
function createView(operation: OperationOf<'create-view'>, scene: Scene): void {
  lockQuery(operation.query, scene, { definition: true });
  const view = scene.key(operation.view);
  if (!scene.schema.views.has(view)) return;
  if (operation.orReplace) {
    scene.lock(view, 'ACCESS EXCLUSIVE');
    failOnOtherOutput(view, operation.query, scene);
  } else
    scene.fails({
      when: 'exists',
      certain: true,
      object: view,
      because: `relation "${operation.view.name}" already exists`,
    });
}

/** The columns a view has stay as they are; new ones may follow (checkViewColumns in view.c). */
function failOnOtherOutput(view: ObjectKey, { star, output }: QueryUse, scene: Scene): void {
  const before = scene.schema.views.get(view)?.output;
  if (before === undefined || star) return;
  const changed = before.findIndex((name, at) => output[at]?.name !== name);
  if (changed === -1 || (changed < output.length && output[changed]?.name === undefined)) return;
  const because =
    changed >= output.length
      ? 'cannot drop columns from view'
      : `cannot change name of view column "${before[changed] ?? ''}" to "${output[changed]?.name ?? ''}"`;
  scene.fails({ when: 'unsupported', certain: true, object: view, because });
}

function dropView(operation: OperationOf<'drop-view' | 'drop-materialized-view'>, scene: Scene): void {
  const view = scene.key(operation.view);
  const what = operation.kind === 'drop-view' ? 'view' : 'materialized-view';
  loseNamed(what, view, operation, scene);
  dropViewWithAll(view, scene, { cascade: operation.cascade, gone: scene.alsoDropped() });
}

function renameView(operation: OperationOf<'rename-view'>, scene: Scene): void {
  const view = scene.key(operation.view);
  scene.lock(view, 'ACCESS EXCLUSIVE');
  if (scene.inUse(view)) scene.breaks({ clients: 'readers-and-writers', object: view, because: 'renamed' });
}

function createMaterializedView(operation: OperationOf<'create-materialized-view'>, scene: Scene): void {
  if (operation.ifNotExists && scene.schema.views.has(scene.key(operation.view))) return;
  lockQuery(operation.query, scene, { definition: operation.withNoData });
  if (!operation.withNoData) readsTables(tablesReadBy(operation.query, scene), scene);
}

/**
 * REFRESH MATERIALIZED VIEW: ACCESS EXCLUSIVE, and the view is written anew, or emptied WITH NO DATA; CONCURRENTLY: EXCLUSIVE, which lets reads
 * pass, and may run in a transaction. ACCESS SHARE on what its query reads.
 */
function refreshMaterializedView(operation: OperationOf<'refresh-materialized-view'>, scene: Scene): void {
  const view = scene.key(operation.view);
  scene.lock(view, operation.concurrently ? 'EXCLUSIVE' : 'ACCESS EXCLUSIVE');
  const known = scene.schema.views.get(view);
  if (operation.concurrently) failConcurrently(view, operation.withNoData, scene);
  if (!operation.withNoData) readSources(view, scene);
  if (operation.concurrently) scene.scan(view);
  else if (!operation.withNoData) scene.rewrite(view, 'the REFRESH');
  if (operation.withNoData && known !== undefined && scene.inUse(view)) {
    scene.breaks({ clients: 'readers', object: view, because: 'behaviour-changed' });
  }
}

function readSources(view: ObjectKey, scene: Scene): void {
  const tables = new Set<ObjectKey>();
  for (const read of scene.schema.views.get(view)?.relations ?? []) {
    lockRead(read, scene);
    addTables(read, tables, scene);
  }
  readsTables(tables, scene);
}

function failConcurrently(view: ObjectKey, withNoData: boolean, scene: Scene): void {
  if (withNoData) {
    const because = 'REFRESH options CONCURRENTLY and WITH NO DATA cannot be used together';
    scene.fails({ when: 'unsupported', certain: true, object: view, because });
  }
  const known = scene.schema.views.get(view);
  if (known === undefined) return;
  if (!known.populated) {
    const because = 'CONCURRENTLY cannot be used when the materialized view is not populated';
    scene.fails({ when: 'unsupported', certain: true, object: view, because });
  }
  const fits = indexesOf(scene.schema, view).some(
    ({ unique, where, keys }) => unique && where === undefined && keys.every(({ column }) => column !== undefined),
  );
  if (fits) return;
  const because =
    'cannot refresh materialized view concurrently: it needs a unique index with no WHERE clause on one or more columns';
  scene.fails({ when: 'not-unique-index', certain: true, object: view, because });
}
