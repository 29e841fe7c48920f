import type { ObjectKey, QualifiedName } from '../../core/name.js';
import type { OperationOf, OwnedBy } from '../../core/operation.js';
import { resolveName } from '../../core/schema.js';
import type { Handlers } from './handler.js';
import { requireFreeRelation } from './preconditions.js';
import type { Scene } from './scene.js';

/** Sequences: sequence.c; nextval takes ROW EXCLUSIVE and so waits for ALTER SEQUENCE. Observed on 15 to 18. */
export const sequenceHandlers = {
  'create-sequence': (operation, scene) => lockOwner(operation.ownedBy, scene),
  'alter-sequence': alterSequence,
  'drop-sequence': dropSequence,
  'rename-sequence': renameSequence,
} satisfies Partial<Handlers>;

/** The key of a sequence under the search path. */
export function sequenceKey(name: QualifiedName, scene: Scene): ObjectKey {
  return resolveName(scene.schema, name, (key) => scene.schema.sequences.has(key));
}

function isInUse(sequence: ObjectKey, scene: Scene): boolean {
  const known = scene.schema.sequences.get(sequence);
  return known === undefined || known.birth.deploy !== scene.schema.deploy;
}

function lockOwner(ownedBy: OwnedBy | undefined, scene: Scene): void {
  if (ownedBy != null) scene.lock(scene.key(ownedBy.table), 'ACCESS SHARE');
}

function alterSequence(operation: OperationOf<'alter-sequence'>, scene: Scene): void {
  scene.lock(sequenceKey(operation.sequence, scene), 'SHARE ROW EXCLUSIVE');
  lockOwner(operation.ownedBy, scene);
}

/** Defaults that call the sequence go with CASCADE and stand in the way without it. */
function dropSequence(operation: OperationOf<'drop-sequence'>, scene: Scene): void {
  const sequence = sequenceKey(operation.sequence, scene);
  scene.lock(sequence, 'ACCESS EXCLUSIVE');
  scene.loses({ what: 'sequence', object: sequence, how: 'all' });
  if (isInUse(sequence, scene)) {
    scene.breaks({ clients: 'readers-and-writers', object: sequence, because: 'removed' });
  }
  const owner = scene.schema.sequences.get(sequence)?.ownedBy;
  const column = owner === undefined ? undefined : scene.column(owner.table, owner.column);
  if (owner === undefined || column === undefined) return;
  const object = `${owner.table}.${owner.column}`;
  if (column.identity !== undefined) {
    const because = `cannot drop sequence ${sequence} because column ${owner.column} of table ${owner.table} requires it`;
    scene.fails({ when: 'objects-depend', certain: true, object, because });
  } else if (operation.cascade) {
    scene.lock(owner.table, 'ACCESS EXCLUSIVE');
    scene.loses({ what: 'default', object, how: 'all', cascaded: true });
    if (scene.columnInUse(owner.table, owner.column)) {
      scene.breaks({ clients: 'writers', object, because: 'default-dropped' });
    }
  } else if (column.default !== undefined) {
    const because = `cannot drop sequence ${sequence} because the default value of column ${owner.column} of table ${owner.table} depends on it`;
    scene.fails({ when: 'objects-depend', certain: true, object, because });
  }
}

function renameSequence(operation: OperationOf<'rename-sequence'>, scene: Scene): void {
  const sequence = sequenceKey(operation.sequence, scene);
  scene.lock(sequence, 'ACCESS EXCLUSIVE');
  if (isInUse(sequence, scene)) {
    scene.breaks({ clients: 'readers-and-writers', object: sequence, because: 'renamed' });
  }
}
