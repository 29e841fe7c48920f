import type { LockMode } from '../../core/lock.js';
import type { ObjectKey, QualifiedName } from '../../core/name.js';
import { objectKey } from '../../core/name.js';
import type { OperationOf, PrivilegeChange } from '../../core/operation.js';
import { indexKey, resolveName, typeKey } from '../../core/schema.js';
import type { Handlers } from './handler.js';
import { shortName } from './preconditions.js';
import { requireFeature } from './required-features.js';
import type { Scene } from './scene.js';
import { sequenceKey } from './sequences.js';

/** What happens to objects of any kind: owner, schema, comment, privileges, functions and the rest. */
export const objectHandlers = {
  'create-function': createFunction,
  'rename-function': renameFunction,
  'set-schema': setSchema,
  'set-owner': setOwner,
  comment,
  grant: changePrivileges,
  revoke: changePrivileges,
  'create-statistics': (operation, scene) => scene.lock(scene.key(operation.table), 'SHARE UPDATE EXCLUSIVE'),
  'create-object': lockPublished,
  'alter-object': lockPublished,
  'drop-object': dropObject,
} satisfies Partial<Handlers>;

/**
 * Of objects without rows only a publication locks tables: those it names, SHARE UPDATE EXCLUSIVE (OpenTableList in
 * publicationcmds.c).
 */
function lockPublished(operation: OperationOf<'create-object' | 'alter-object'>, scene: Scene): void {
  for (const table of operation.tables ?? []) scene.lockTree(scene.key(table), 'SHARE UPDATE EXCLUSIVE');
}

function createFunction(operation: OperationOf<'create-function'>, scene: Scene): void {
  if (operation.objectType === 'procedure') requireFeature('procedure', scene, operation.function.name);
}

/** A rename locks no relation. Triggers, views and defaults follow it; whoever calls the function by name does not. */
function renameFunction(operation: OperationOf<'rename-function'>, scene: Scene): void {
  const key = functionKey(operation.function, scene);
  if (objectIsInUse(key, operation.objectType, scene))
    scene.breaks({ clients: 'readers-and-writers', object: key, because: 'renamed' });
}

function functionKey(name: QualifiedName, { schema }: Scene): ObjectKey {
  return resolveName(schema, name, (key) => schema.functions.has(key));
}

const relationTypes: readonly string[] = ['table', 'view', 'materialized-view', 'foreign-table'];

/** The key of a relation, index or sequence; undefined for objects that are none. */
function relationOf(object: QualifiedName, objectType: string, scene: Scene): ObjectKey | undefined {
  if (relationTypes.includes(objectType)) return scene.key(object);
  if (objectType === 'index') return indexKey(scene.schema, object);
  return objectType === 'sequence' ? sequenceKey(object, scene) : undefined;
}

/** SET SCHEMA: ACCESS EXCLUSIVE on the relation and the sequences it owns (AlterTableNamespace in tablecmds.c). */
function setSchema(operation: OperationOf<'set-schema'>, scene: Scene): void {
  const { object, objectType } = operation;
  const relation = relationOf(object, objectType, scene);
  if (relation === undefined) {
    const key = keyOfOther(object, objectType, scene);
    if (objectIsInUse(key, objectType, scene))
      scene.breaks({ clients: 'readers-and-writers', object: key, because: 'moved' });
    return;
  }
  scene.lock(relation, 'ACCESS EXCLUSIVE');
  for (const sequence of scene.schema.sequencesOf.get(relation) ?? []) scene.lock(sequence, 'ACCESS EXCLUSIVE');
  if (scene.inUse(relation)) scene.breaks({ clients: 'readers-and-writers', object: relation, because: 'moved' });
}

function keyOfOther(object: QualifiedName, objectType: string, scene: Scene): ObjectKey {
  if (objectType === 'type' || objectType === 'domain') return typeKey(scene.schema, object);
  return functionKey(object, scene);
}

function objectIsInUse(key: ObjectKey, objectType: string, scene: Scene): boolean {
  const known =
    objectType === 'type' || objectType === 'domain' ? scene.schema.types.get(key) : scene.schema.functions.get(key);
  return known === undefined || known.birth.deploy !== scene.schema.deploy;
}

/** OWNER TO: ACCESS EXCLUSIVE on the relation alone. */
function setOwner(operation: OperationOf<'set-owner'>, scene: Scene): void {
  const relation = relationOf(operation.object, operation.objectType, scene);
  if (relation === undefined) return;
  scene.lock(relation, 'ACCESS EXCLUSIVE');
  for (const sequence of scene.schema.sequencesOf.get(relation) ?? []) scene.lock(sequence, 'ACCESS EXCLUSIVE');
}

/** COMMENT: SHARE UPDATE EXCLUSIVE on a relation or the relation of a column, ACCESS SHARE for what hangs on a table. */
function comment(operation: OperationOf<'comment'>, scene: Scene): void {
  const { object, objectType } = operation;
  const mode: LockMode = 'SHARE UPDATE EXCLUSIVE';
  if (objectType === 'column') {
    scene.lock(scene.key(object), mode);
    return;
  }
  if (objectType === 'constraint' || objectType === 'trigger' || objectType === 'policy' || objectType === 'rule') {
    scene.lock(scene.key(object), 'ACCESS SHARE');
    return;
  }
  const relation = relationOf(object, objectType, scene);
  if (relation !== undefined) scene.lock(relation, mode);
}

/** GRANT and REVOKE: no lock before 18, ACCESS SHARE on relations named from 18 on. Observed on 16 to 18. */
function changePrivileges(operation: { readonly kind: 'grant' | 'revoke' } & PrivilegeChange, scene: Scene): void {
  const relations = operation.objectType === 'table' || operation.objectType === 'sequence';
  for (const object of operation.objects) {
    const key = relationOf(object, operation.objectType, scene) ?? objectKey(object.schema ?? 'public', object.name);
    if (relations && scene.postgres >= 18) scene.lock(key, 'ACCESS SHARE');
    if (operation.kind === 'revoke') loseAccess(key, scene);
  }
  if (operation.kind !== 'revoke' || operation.objects.length > 0) return;
  for (const schema of operation.schemas) loseAccess(schema, scene);
}

function loseAccess(object: string, scene: Scene): void {
  scene.loses({ what: 'privilege', object, how: 'all' });
  if (scene.inUse(object)) scene.breaks({ clients: 'readers-and-writers', object, because: 'privilege-changed' });
}

/** Triggers that call the function go with CASCADE, under ACCESS EXCLUSIVE on their tables, and need it. */
function dropTriggersOf(called: ObjectKey, cascade: boolean, scene: Scene): void {
  for (const table of scene.schema.triggersOf.get(called) ?? []) {
    for (const trigger of scene.table(table)?.triggers ?? []) {
      if (objectKey(trigger.function.schema ?? 'public', trigger.function.name) !== called) continue;
      const object = `${table}.${trigger.name}`;
      if (cascade) {
        for (const member of scene.partitionTree(table)) scene.lock(member, 'ACCESS EXCLUSIVE');
        scene.loses({ what: 'trigger', object, how: 'all', cascaded: true });
      } else {
        const because = `cannot drop function ${shortName(called)} because trigger ${trigger.name} on table ${shortName(table)} depends on it`;
        scene.fails({ when: 'objects-depend', certain: true, object, because });
      }
    }
  }
}

const functionTypes: readonly string[] = ['function', 'procedure', 'aggregate', 'routine'];

function dropObject(operation: OperationOf<'drop-object'>, scene: Scene): void {
  const { objectType, name } = operation;
  if (name === undefined) return;
  if (functionTypes.includes(objectType)) {
    const key = functionKey(name, scene);
    scene.loses({ what: 'function', object: key, how: 'all' });
    dropTriggersOf(key, operation.cascade, scene);
    if (objectIsInUse(key, objectType, scene)) {
      scene.breaks({ clients: 'readers-and-writers', object: key, because: 'removed' });
    }
  } else if (objectType === 'statistics') {
    // RemoveStatisticsById in statscmds.c locks the table whose statistics they are. Observed: on 10 and 11 it does not.
    if (scene.postgres < 12) return;
    for (const { key, statistics } of scene.schema.tables.values()) {
      const dropped = statistics?.some(
        (known) => known === resolveName(scene.schema, name, (other) => other === known),
      );
      if (dropped === true) scene.lock(key, 'SHARE UPDATE EXCLUSIVE');
    }
  } else if (objectType === 'foreign-table') {
    const key = scene.key(name);
    scene.lock(key, 'ACCESS EXCLUSIVE');
    scene.loses({ what: 'table', object: key, how: 'all' });
    if (scene.inUse(key)) scene.breaks({ clients: 'readers-and-writers', object: key, because: 'removed' });
  }
}
