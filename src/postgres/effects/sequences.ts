import type { ObjectKey, QualifiedName } from '../../core/name.js';
import type { OperationOf, OwnedBy } from '../../core/operation.js';
import type { Column } from '../../core/schema.js';
import { resolveName } from '../../core/schema.js';
import { isSerial } from './add-column.js';
import type { Handlers } from './handler.js';
import { shortName } from './preconditions.js';
import type { Scene } from './scene.js';

/** Sequences: sequence.c; nextval takes ROW EXCLUSIVE and so waits for ALTER SEQUENCE. Observed on 10 to 18. */
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
  const identity = owner === undefined ? undefined : scene.column(owner.table, owner.column)?.identity;
  if (owner !== undefined && identity !== undefined) {
    const because = `cannot drop sequence ${shortName(sequence)} because column ${owner.column} of table ${shortName(owner.table)} requires it`;
    scene.fails({ when: 'objects-depend', certain: true, object: `${owner.table}.${owner.column}`, because });
    return;
  }
  for (const table of scene.schema.drawersOf.get(sequence) ?? []) dropDefaultsFrom(sequence, table, operation, scene);
}

function dropDefaultsFrom(
  sequence: ObjectKey,
  table: ObjectKey,
  { cascade, ifExists }: OperationOf<'drop-sequence'>,
  scene: Scene,
): void {
  for (const column of scene.table(table)?.columns.values() ?? []) {
    if (!drawsFrom(column, sequence, table, scene)) continue;
    const object = `${table}.${column.name}`;
    if (!cascade) {
      const because = `cannot drop sequence ${shortName(sequence)} because default value for column ${column.name} of table ${shortName(table)} depends on it`;
      scene.fails({ when: 'objects-depend', certain: !ifExists, object, because });
      continue;
    }
    scene.lockTree(table, 'ACCESS EXCLUSIVE');
    scene.loses({ what: 'default', object, how: 'all', cascaded: true });
    if (scene.columnInUse(table, column.name)) {
      scene.breaks({ clients: 'writers', object, because: 'default-dropped' });
    }
  }
}

/** Whether the default of the column takes its numbers from the sequence: `nextval('invoice_numbers')`. */
function drawsFrom(column: Column, sequence: ObjectKey, table: ObjectKey, scene: Scene): boolean {
  const owner = scene.schema.sequences.get(sequence)?.ownedBy;
  if (isSerial(column.type)) return owner?.table === table && owner.column === column.name;
  const text = column.default?.text;
  return text !== undefined && /\bnextval\s*\(/i.test(text) && text.includes(shortName(sequence));
}

function renameSequence(operation: OperationOf<'rename-sequence'>, scene: Scene): void {
  const sequence = sequenceKey(operation.sequence, scene);
  scene.lock(sequence, 'ACCESS EXCLUSIVE');
  if (isInUse(sequence, scene)) {
    scene.breaks({ clients: 'readers-and-writers', object: sequence, because: 'renamed' });
  }
}
