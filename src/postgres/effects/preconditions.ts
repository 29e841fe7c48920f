import type { ObjectKey } from '../../core/name.js';
import type { Expression } from '../../core/expression.js';
import { analyseExpression, columnNamesOf } from '../expressions/index.js';
import type { Scene } from './scene.js';

/** Columns every table has: https://www.postgresql.org/docs/current/ddl-system-columns.html */
const systemColumns = new Set(['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid', 'oid']);

/**
 * Whether the column may be there. Fails when the history shows all of the table and the column is not among its own:
 * what the history does not show is unknown, not absent.
 */
export function requireColumn(table: ObjectKey, column: string, scene: Scene): boolean {
  const known = scene.table(table);
  if (known?.complete !== true || known.columns.has(column)) return true;
  const because = `column "${column}" of relation "${shortName(table)}" does not exist`;
  scene.fails({ when: 'missing', certain: true, object: `${table}.${column}`, because });
  return false;
}

/** Whether all columns an expression uses may be there. */
export function requireColumnsOf(table: ObjectKey, expression: Expression, scene: Scene): boolean {
  const { tree, subquery } = analyseExpression(expression.text);
  if (tree === undefined || subquery) return true;
  return columnNamesOf(expression.text).every(
    (column) => systemColumns.has(column) || requireColumn(table, column, scene),
  );
}

/** Fails when the new name is taken by another column. */
export function requireFreeColumn(table: ObjectKey, column: string, scene: Scene): void {
  if (scene.table(table)?.columns.has(column) !== true) return;
  const because = `column "${column}" of relation "${shortName(table)}" already exists`;
  scene.fails({ when: 'exists', certain: true, object: `${table}.${column}`, because });
}

/** Fails when a table, index, view or sequence has the name already: they share one name space (pg_class). */
export function requireFreeRelation(key: ObjectKey, scene: Scene): boolean {
  const { tables, views, indexes, sequences } = scene.schema;
  const table = tables.get(key);
  // A table that was only seen in passing may be gone by another way.
  const taken = table?.complete === true || views.has(key) || indexes.has(key) || sequences.has(key);
  if (!taken) return true;
  scene.fails({ when: 'exists', certain: true, object: key, because: `relation "${shortName(key)}" already exists` });
  return false;
}

/** Fails when the relation is a view, which has neither columns of its own nor indexes. */
export function requireTable(relation: ObjectKey, action: string, scene: Scene): boolean {
  const view = scene.schema.views.get(relation);
  if (view === undefined) return true;
  const because = `${action} cannot be performed on ${view.materialized ? 'materialized view' : 'view'} "${shortName(relation)}"`;
  scene.fails({ when: 'unsupported', certain: true, object: relation, because });
  return false;
}

/** Fails for a column that the table has from a parent, which must be changed there. */
export function requireOwnColumn(table: ObjectKey, column: string, action: string, scene: Scene): boolean {
  if (!isInherited(table, column, scene)) return true;
  const because = `cannot ${action} inherited column "${column}"`;
  scene.fails({ when: 'partitioned', certain: true, object: `${table}.${column}`, because });
  return false;
}

function isInherited(table: ObjectKey, column: string, scene: Scene): boolean {
  const known = scene.table(table);
  if (known === undefined) return false;
  if (known.partitionOf !== undefined) return true;
  return known.inherits.some((parent) => scene.table(parent)?.columns.has(column) === true);
}

/**
 * Fails when this transaction has written rows whose deferred checks are still to come: "pending trigger events"
 * (CheckTableNotInUse in tablecmds.c).
 */
export function requireNoPendingEvents(table: ObjectKey, command: string, scene: Scene): void {
  if (!scene.inTransaction) return;
  for (const member of scene.tree(table)) {
    if (scene.table(member)?.pendingIn !== scene.schema.transaction) continue;
    const because = `cannot ${command} "${shortName(member)}" because it has pending trigger events`;
    scene.fails({ when: 'pending-trigger-events', certain: false, object: member, because });
    return;
  }
}

/** The name without its schema, as PostgreSQL's messages show it. */
export function shortName(key: ObjectKey): string {
  return key.slice(key.indexOf('.') + 1);
}
