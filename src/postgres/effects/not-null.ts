import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import type { Constraint } from '../../core/schema.js';
import { provesNotNull } from '../expressions/index.js';
import { requireColumn } from './preconditions.js';
import type { Scene } from './scene.js';

/**
 * SET NOT NULL: ACCESS EXCLUSIVE on the table and its children, which it reads in full unless a valid CHECK proves the
 * column (12+). Source: NotNullImpliedByRelConstraints in tablecmds.c; observed on 10 to 18.
 */
export function setNotNull(operation: OperationOf<'set-not-null'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  if (!requireColumn(table, operation.column, scene)) return;
  if (scene.column(table, operation.column)?.notNull === true) return;
  scanForNotNull(table, operation.column, scene);
  breakWritersWithout(table, operation.column, scene);
}

/**
 * Running code breaks that writes NULL into the column, or that does not know a column of this deployment and leaves it
 * out, unless a default fills it. A CHECK that binds new rows has broken it before.
 */
export function breakWritersWithout(table: ObjectKey, name: string, scene: Scene): void {
  if (!scene.inUse(table) || isProvenNotNull(table, name, scene, 'enforced')) return;
  const column = scene.column(table, name);
  const isNew = column !== undefined && !scene.columnInUse(table, name);
  const filled = column?.default !== undefined || column?.identity !== undefined || column?.generated !== undefined;
  if (isNew && filled) return;
  scene.breaks({ clients: 'writers', object: `${table}.${name}`, because: 'required' });
}

/** Reads what is not known to be free of NULL, and fails where there may be one. */
export function scanForNotNull(table: ObjectKey, column: string, scene: Scene): void {
  if (isProvenNotNull(table, column, scene, 'valid')) return;
  let found = false;
  for (const part of scene.parts(table)) {
    const { notNull = 'unknown' } = scene.column(part.relation, column) ?? {};
    if (notNull === true || isProvenNotNull(part.relation, column, scene, 'valid')) continue;
    found = true;
    const sentence = `Whether ${part.relation}.${column} is NOT NULL already is not in the history; its migrations or a schema dump would settle it.`;
    scene.scan(part.relation, notNull === 'unknown' ? (part.unknown ?? sentence) : part.unknown);
  }
  if (!found || !scene.mayHaveRows(table)) return;
  const object = `${table}.${column}`;
  scene.fails({ when: 'nulls-exist', certain: false, object, because: `column "${column}" contains null values` });
}

/**
 * Whether CHECK constraints of the table show that the column holds no NULL. `valid`: they let SET NOT NULL skip its
 * scan (12+). `enforced`: also those NOT VALID, which bind new rows only.
 */
function isProvenNotNull(table: ObjectKey, column: string, scene: Scene, strength: 'valid' | 'enforced'): boolean {
  if (strength === 'valid' && scene.postgres < 12) return false;
  return (scene.table(table)?.constraints ?? []).some((constraint) => proves(constraint, column, strength));
}

function proves({ definition, valid, enforced }: Constraint, column: string, strength: 'valid' | 'enforced'): boolean {
  if (definition.kind !== 'check' || !enforced || (strength === 'valid' && !valid)) return false;
  return provesNotNull(definition.expression, column);
}

/** DROP NOT NULL: ACCESS EXCLUSIVE on the table and its children, a change of the catalogue. */
export function dropNotNull(operation: OperationOf<'drop-not-null'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  if (!requireColumn(table, operation.column, scene)) return;
  const place = holdsNotNull(table, operation.column, scene);
  if (place === undefined) return;
  const because = `column "${operation.column}" is ${place}`;
  scene.fails({ when: 'unsupported', certain: true, object: `${table}.${operation.column}`, because });
}

/** What keeps the column NOT NULL whatever its own constraint. */
function holdsNotNull(table: ObjectKey, column: string, scene: Scene): string | undefined {
  if (scene.column(table, column)?.identity !== undefined) return 'an identity column';
  const inPrimaryKey = scene
    .table(table)
    ?.constraints.some(({ definition, columns }) => definition.kind === 'primary-key' && columns.includes(column));
  return inPrimaryKey === true ? 'in a primary key' : undefined;
}
