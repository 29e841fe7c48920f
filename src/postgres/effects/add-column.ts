import type { ObjectKey } from '../../core/name.js';
import type { CheckConstraint, ConstraintDefinition, OperationOf } from '../../core/operation.js';
import type { TypeReference } from '../../core/type.js';
import { displayType } from '../../core/type.js';
import { supports } from '../features.js';
import { addsConstraintTo } from './add-constraint.js';
import { describeDefault } from './column-default.js';
import { describeDomain } from './domains.js';
import { requireTable } from './preconditions.js';
import { holdsFor, isNullConstant } from './expression-use.js';
import { requireColumnFeatures } from './required-features.js';
import type { Scene } from './scene.js';

/**
 * ADD COLUMN: ACCESS EXCLUSIVE on the table and all its children (AlterTableGetLockLevel, ATPrepAddColumn in
 * tablecmds.c). It is a change of the catalogue unless every row gets a value of its own.
 */
export function addColumn(operation: OperationOf<'add-column'>, scene: Scene): void {
  const table = scene.key(operation.table);
  if (operation.ifNotExists && scene.column(table, operation.column.name) !== undefined) {
    scene.lock(table, 'ACCESS EXCLUSIVE');
    return;
  }
  if (!requireTable(table, 'ALTER action ADD COLUMN', scene)) return;
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  failsOnPlacement(operation, table, scene);
  requireColumnFeatures(operation.column, scene, table);
  const reason = rewriteReason(operation, scene);
  if (reason !== undefined) scene.rewriteTree(table, reason.because, reason.unknown);
  addInlineConstraints(operation, table, scene);
  requireValue(operation, table, scene);
}

function failsOnPlacement(operation: OperationOf<'add-column'>, table: ObjectKey, scene: Scene): void {
  const { name } = operation.column;
  if (scene.table(table)?.partitionOf !== undefined) {
    scene.fails({
      when: 'partitioned',
      certain: true,
      object: table,
      because: 'cannot add column to a partition; add it to the partitioned table',
    });
  } else if (operation.only && scene.tree(table).length > 1) {
    scene.fails({
      when: 'partitioned',
      certain: true,
      object: table,
      because: 'column must be added to child tables too',
    });
  }
  const known = scene.table(table);
  if (!operation.ifNotExists && known?.complete === true && known.columns.has(name)) {
    const object = `${table}.${name}`;
    scene.fails({ when: 'exists', certain: true, object, because: `column "${name}" already exists` });
  }
}

interface Reason {
  readonly because: string;
  readonly unknown?: string;
}

const serials = ['serial', 'bigserial', 'smallserial'];

/** Whether the column is filled from a sequence by its definition. */
export function isSerial(type: TypeReference | undefined): boolean {
  return type !== undefined && type.schema === undefined && serials.includes(type.name);
}

/**
 * What makes PostgreSQL write a value into every row, or undefined. From 11 on a value that is the same for all rows is
 * kept in the catalogue (`attmissingval`). Source: ATExecAddColumn in tablecmds.c; observed on 10 to 18.
 */
function rewriteReason({ column }: OperationOf<'add-column'>, scene: Scene): Reason | undefined {
  const { type } = column;
  if (isSerial(type)) return { because: `the sequence of ${type?.name ?? 'serial'}, which numbers every row` };
  if (column.identity !== undefined) return { because: 'the identity, which numbers every row' };
  if (column.generated !== undefined) {
    const isVirtual = column.generated.storage !== 'stored' && supports(scene.postgres, 'virtual-generated-column');
    return isVirtual ? undefined : { because: 'the stored generated value of every row' };
  }
  const domain = type === undefined ? undefined : describeDomain(type, scene);
  if (domain?.constrained === true) return { because: `the constraints of the domain ${domain.name}` };
  const own = column.default ?? domain?.default;
  const fromDefault = own === undefined ? undefined : describeDefault(own, scene);
  if (fromDefault !== undefined) return fromDefault;
  if (type === undefined || domain?.constrained !== 'unknown') return undefined;
  const name = displayType(type);
  return {
    because: `the constraints that the type ${name} has if it is a domain`,
    unknown: `Whether ${name} is a domain with constraints is not in the history; the migration that creates it or a schema dump would settle it.`,
  };
}

function addInlineConstraints(operation: OperationOf<'add-column'>, table: ObjectKey, scene: Scene): void {
  const { column } = operation;
  // A nullable column without DEFAULT is NULL in every row: no foreign key can be violated, and none is checked
  // (transformAlterTableStmt in parse_utilcmd.c). DEFAULT NULL is a default there.
  const hasDefault = column.default !== undefined || column.generated !== undefined || isSerial(column.type);
  for (const constraint of operation.constraints) {
    const skipsCheck = constraint.kind === 'foreign-key' && !hasDefault;
    const effective: ConstraintDefinition = skipsCheck ? { ...constraint, notValid: true } : constraint;
    addsConstraintTo(table, effective, scene, { newColumn: column.name });
    if (constraint.kind === 'check') failOnDefault(constraint, operation, table, scene);
  }
  if (column.notNull && column.generated !== undefined && rewriteReason(operation, scene) === undefined) {
    scene.scanTree(table);
  }
  failOnRepeatedDefault(operation, table, scene);
}

/** A default that the column's own CHECK refuses. */
function failOnDefault(
  check: CheckConstraint,
  { column }: OperationOf<'add-column'>,
  table: ObjectKey,
  scene: Scene,
): void {
  if (column.default === undefined || !check.enforced || check.notValid || !scene.mayHaveRows(table)) return;
  if (holdsFor(check.expression, column.name, column.default) !== false) return;
  const object = `${table}.${column.name}`;
  const because = `check constraint is violated by some row: the default ${column.default.text} does not meet it`;
  scene.fails({ when: 'violating-rows-exist', certain: false, object, because });
}

/** A unique column whose rows all get one default fails as soon as there are two rows. */
function failOnRepeatedDefault(operation: OperationOf<'add-column'>, table: ObjectKey, scene: Scene): void {
  const { column, constraints } = operation;
  if (column.default === undefined || isNullConstant(column.default) || !scene.mayHaveRows(table)) return;
  const unique = constraints.some(({ kind }) => kind === 'unique' || kind === 'primary-key');
  const rewritten = rewriteReason(operation, scene) !== undefined;
  if (!unique || (rewritten && scene.postgres > 10)) return;
  scene.fails({
    when: 'duplicates-exist',
    certain: false,
    object: `${table}.${column.name}`,
    because: 'every row gets the same default, which the unique index refuses from the second row on',
  });
}

/** A NOT NULL column that nothing fills: rows that exist have no value for it, nor have the writers that do not know it. */
function requireValue(operation: OperationOf<'add-column'>, table: ObjectKey, scene: Scene): void {
  const { column, constraints } = operation;
  const domain = column.type === undefined ? undefined : describeDomain(column.type, scene);
  const required = column.notNull || domain?.notNull === true || constraints.some(requiresValue);
  if (!required) return;
  const own = column.default ?? domain?.default;
  const filled = own !== undefined && !isNullConstant(own);
  if (filled || column.identity !== undefined || column.generated !== undefined || isSerial(column.type)) return;
  const object = `${table}.${column.name}`;
  scene.scanTree(table);
  if (scene.mayHaveRows(table)) {
    scene.fails({
      when: 'rows-exist',
      certain: false,
      object,
      because: `column "${column.name}" contains null values`,
    });
  }
  if (scene.inUse(table)) scene.breaks({ clients: 'writers', object, because: 'required' });
}

function requiresValue({ kind }: ConstraintDefinition): boolean {
  return kind === 'primary-key' || kind === 'not-null';
}
