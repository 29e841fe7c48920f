import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import { typeKey } from '../../core/schema.js';
import type { Handlers } from './handler.js';
import { viewsUsing } from './dependencies.js';
import { dropViewOver } from './dropping.js';
import { shortName } from './preconditions.js';
import type { Scene } from './scene.js';

/** Enums, domains and composite types. Observed on 10 to 18. */
export const typeHandlers = {
  'create-enum': (operation, scene) => requireFreeType(typeKey(scene.schema, operation.type), scene),
  'add-enum-value': addEnumValue,
  'rename-enum-value': renameEnumValue,
  'create-domain': (operation, scene) => requireFreeType(typeKey(scene.schema, operation.domain), scene),
  'alter-domain': alterDomain,
  'create-composite-type': (operation, scene) => requireFreeType(typeKey(scene.schema, operation.type), scene),
  'alter-composite-type': alterCompositeType,
  'create-type': ignore,
  'drop-type': (operation, scene) => dropType(typeKey(scene.schema, operation.type), operation.cascade, scene),
  'drop-domain': (operation, scene) => dropType(typeKey(scene.schema, operation.domain), operation.cascade, scene),
  'rename-type': renameType,
} satisfies Partial<Handlers>;

/** A new type touches no table. */
function ignore(): void {
  return;
}

function requireFreeType(type: ObjectKey, scene: Scene): void {
  if (!scene.schema.types.has(type)) return;
  scene.fails({ when: 'exists', certain: true, object: type, because: `type "${shortName(type)}" already exists` });
}

function isInUse(type: ObjectKey, scene: Scene): boolean {
  const known = scene.schema.types.get(type);
  return known === undefined || known.birth.deploy !== scene.schema.deploy;
}

/** ALTER TYPE ... ADD VALUE: no table is locked; not in a transaction before 12 (release notes of 12), unless the type is new in it. */
function addEnumValue(operation: OperationOf<'add-enum-value'>, scene: Scene): void {
  const type = typeKey(scene.schema, operation.type);
  const known = scene.schema.types.get(type);
  const sameTransaction = known?.birth.transaction === scene.schema.transaction;
  if (scene.postgres < 12 && scene.inTransaction && !sameTransaction) {
    const because = 'ALTER TYPE ... ADD cannot run inside a transaction block';
    scene.fails({ when: 'in-transaction', certain: true, object: type, because });
  }
  if (known?.kind !== 'enum' || operation.ifNotExists) return;
  if (known.labels.some(({ label }) => label === operation.value)) {
    const because = `enum label "${operation.value}" already exists`;
    scene.fails({ when: 'exists', certain: true, object: `${type}.${operation.value}`, because });
  }
}

function renameEnumValue(operation: OperationOf<'rename-enum-value'>, scene: Scene): void {
  const type = typeKey(scene.schema, operation.type);
  const known = scene.schema.types.get(type);
  if (known?.kind === 'enum' && !known.labels.some(({ label }) => label === operation.value)) {
    const because = `"${operation.value}" is not an existing enum label`;
    scene.fails({ when: 'missing', certain: true, object: `${type}.${operation.value}`, because });
    return;
  }
  if (!isInUse(type, scene)) return;
  scene.breaks({ clients: 'readers-and-writers', object: `${type}.${operation.value}`, because: 'renamed' });
}

/**
 * ALTER DOMAIN: a new constraint takes SHARE on every table with a column of the domain and reads it
 * (validateDomainCheckConstraint in typecmds.c).
 */
function alterDomain(operation: OperationOf<'alter-domain'>, scene: Scene): void {
  const domain = typeKey(scene.schema, operation.domain);
  const { change } = operation;
  switch (change.kind) {
    case 'add-check':
      if (!change.check.notValid) checkTables(domain, 'violating-rows-exist', scene);
      {
        breakWriters(domain, 'constraint-added', scene);
        return;
      }
    case 'validate-constraint': {
      const known = scene.schema.types.get(domain);
      const check = known?.kind === 'domain' ? known.checks.find(({ name }) => name === change.name) : undefined;
      if (check?.valid !== true) checkTables(domain, 'violating-rows-exist', scene);
      return;
    }
    case 'set-not-null': {
      const known = scene.schema.types.get(domain);
      if (known?.kind === 'domain' && known.notNull) return;
      checkTables(domain, 'nulls-exist', scene);
      breakWriters(domain, 'required', scene);
      return;
    }
    case 'drop-constraint':
      if (isInUse(domain, scene)) scene.loses({ what: 'constraint', object: `${domain}.${change.name}`, how: 'all' });
      return;
    case 'drop-default':
      if (isInUse(domain, scene)) scene.loses({ what: 'default', object: domain, how: 'all' });
      return;
    case 'drop-not-null':
    case 'set-default':
      return;
  }
}

function checkTables(domain: ObjectKey, when: 'violating-rows-exist' | 'nulls-exist', scene: Scene): void {
  for (const table of scene.schema.tablesOfType.get(domain) ?? []) {
    scene.lock(table, 'SHARE');
    if (!scene.isPartitioned(table)) scene.scan(table);
    if (!scene.mayHaveRows(table)) continue;
    const because =
      when === 'nulls-exist'
        ? `a column of ${table} contains null values`
        : `a column of ${table} contains values that violate the new constraint`;
    scene.fails({ when, certain: false, object: table, because });
  }
}

function breakWriters(domain: ObjectKey, because: 'constraint-added' | 'required', scene: Scene): void {
  if (isInUse(domain, scene)) scene.breaks({ clients: 'writers', object: domain, because });
}

/** A composite type as the type of a column cannot be changed (find_composite_type_dependencies in tablecmds.c). */
function alterCompositeType(operation: OperationOf<'alter-composite-type'>, scene: Scene): void {
  const type = typeKey(scene.schema, operation.type);
  const object = `${type}.${operation.attribute}`;
  const [user] = scene.schema.tablesOfType.get(type) ?? [];
  if (user !== undefined && operation.change === 'alter-attribute') {
    const because = `cannot alter type "${operation.type.name}" because a column of ${user} uses it`;
    scene.fails({ when: 'objects-depend', certain: true, object: user, because });
  }
  if (!isInUse(type, scene)) return;
  if (operation.change === 'drop-attribute') {
    scene.loses({ what: 'column', object, how: 'all' });
    scene.breaks({ clients: 'readers-and-writers', object, because: 'removed' });
  } else if (operation.change === 'alter-attribute') {
    scene.breaks({ clients: 'readers-and-writers', object, because: 'type-changed' });
  } else scene.breaks({ clients: 'readers-and-writers', object: type, because: 'type-changed' });
}

/** DROP TYPE needs CASCADE while a column has the type, and takes the column along: ACCESS EXCLUSIVE on its table. */
function dropType(type: ObjectKey, cascade: boolean, scene: Scene): void {
  scene.loses({ what: 'type', object: type, how: 'all' });
  if (isInUse(type, scene)) scene.breaks({ clients: 'readers-and-writers', object: type, because: 'removed' });
  for (const table of scene.schema.tablesOfType.get(type) ?? []) dropColumnsOf(table, type, cascade, scene);
}

function dropColumnsOf(table: ObjectKey, type: ObjectKey, cascade: boolean, scene: Scene): void {
  for (const column of scene.table(table)?.columns.values() ?? []) {
    if (column.type === undefined || typeKey(scene.schema, column.type) !== type) continue;
    const object = `${table}.${column.name}`;
    if (!cascade) {
      const because = `cannot drop type ${type} because column ${column.name} of table ${table} depends on it`;
      scene.fails({ when: 'objects-depend', certain: true, object, because });
      continue;
    }
    scene.lockTree(table, 'ACCESS EXCLUSIVE');
    scene.loses({ what: 'column', object, how: 'all', cascaded: true });
    if (scene.columnInUse(table, column.name)) {
      scene.breaks({ clients: 'readers-and-writers', object, because: 'removed' });
    }
    for (const view of viewsUsing(scene.schema, table, column.name)) {
      dropViewOver(object, view, scene, { cascade, gone: new Set() });
    }
  }
}

function renameType(operation: OperationOf<'rename-type'>, scene: Scene): void {
  const type = typeKey(scene.schema, operation.type);
  if (isInUse(type, scene)) scene.breaks({ clients: 'readers-and-writers', object: type, because: 'renamed' });
}
