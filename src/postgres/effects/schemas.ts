import type { OperationOf } from '../../core/operation.js';
import type { Dropping } from './dropping.js';
import { breakClients, dropTableWithAll, dropViewWithAll } from './dropping.js';
import type { Handlers } from './handler.js';
import type { Scene } from './scene.js';
import { failInTransaction } from './transaction-limits.js';

/** Schemas and databases. */
export const schemaHandlers = {
  'create-schema': createSchema,
  'drop-schema': dropSchema,
  'rename-schema': renameSchema,
  'create-database': (_, scene) => failInTransaction('CREATE DATABASE', scene),
  'drop-database': dropDatabase,
} satisfies Partial<Handlers>;

/** Fails when something in the history lives in the schema already. */
function createSchema(operation: OperationOf<'create-schema'>, scene: Scene): void {
  if (operation.ifNotExists || (scene.schema.membersOf.get(operation.schema)?.size ?? 0) === 0) return;
  const because = `schema "${operation.schema}" already exists`;
  scene.fails({ when: 'exists', certain: true, object: operation.schema, because });
}

/** DROP SCHEMA CASCADE drops all that is in it, each object under ACCESS EXCLUSIVE; without CASCADE it must be empty. */
function dropSchema(operation: OperationOf<'drop-schema'>, scene: Scene): void {
  const { schema, cascade } = operation;
  scene.loses({ what: 'schema', object: schema, how: 'all' });
  const members = [...(scene.schema.membersOf.get(schema) ?? [])];
  const tables = members.filter((key) => scene.schema.tables.has(key));
  const views = members.filter((key) => scene.schema.views.has(key));
  const types = members.filter((key) => scene.schema.types.has(key));
  const [first] = [...tables, ...views, ...types];
  if (!cascade) {
    if (first === undefined) return;
    const because = `cannot drop schema ${schema} because ${first} depends on it`;
    scene.fails({ when: 'objects-depend', certain: true, object: first, because });
    return;
  }
  scene.breaks({ clients: 'readers-and-writers', object: schema, because: 'removed' });
  const dropping: Dropping = { cascade, gone: new Set() };
  for (const table of tables) {
    if (dropping.gone.has(table)) continue;
    scene.loses({ what: 'table', object: table, how: 'all', cascaded: true });
    breakClients(table, scene);
    dropTableWithAll(table, scene, dropping);
  }
  for (const view of views) {
    if (dropping.gone.has(view)) continue;
    const materialized = scene.schema.views.get(view)?.materialized === true;
    scene.loses({ what: materialized ? 'materialized-view' : 'view', object: view, how: 'all', cascaded: true });
    dropViewWithAll(view, scene, dropping);
  }
  for (const key of members) if (scene.schema.sequences.has(key)) scene.lock(key, 'ACCESS EXCLUSIVE');
  for (const type of types) scene.loses({ what: 'type', object: type, how: 'all', cascaded: true });
}

function renameSchema(operation: OperationOf<'rename-schema'>, scene: Scene): void {
  scene.breaks({ clients: 'readers-and-writers', object: operation.schema, because: 'renamed' });
}

function dropDatabase(operation: OperationOf<'drop-database'>, scene: Scene): void {
  failInTransaction('DROP DATABASE', scene);
  scene.loses({ what: 'database', object: operation.database, how: 'all' });
  scene.breaks({ clients: 'readers-and-writers', object: operation.database, because: 'removed' });
}
