import { displayName } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { BatchedChange, OperationPlan, PlanContext } from '../core/plan.js';
import { relationKey, tableOf } from '../core/schema.js';
import { listed } from '../core/wording.js';
import { reachOf } from '../postgres/batch.js';
import { isAlwaysTrue, volatilityOf } from '../postgres/expressions/index.js';
import { rowsToDo } from './rows-to-do.js';
import type { ColumnValue } from './rows-to-do.js';
import { walkKeyOf } from './walk-key.js';

type Update = OperationOf<'update'>;
type Delete = OperationOf<'delete'>;

/**
 * Cuts an UPDATE or DELETE of many rows into batches that commit one by one. Undefined where batches would not end in the
 * same rows, or a run that was stopped could not be started again.
 */
export function batchRows(operation: Update | Delete, context: PlanContext): OperationPlan | undefined {
  const { schema } = context;
  if (operation.conditional === true || reachOf(operation, schema) === 'bounded') return undefined;
  if (operation.with !== undefined || operation.returning !== undefined || operation.only === true) return undefined;
  if (isPart(operation)) return undefined;
  const change = operation.kind === 'update' ? batchedUpdate(operation, context) : batchedDelete(operation, context);
  return change === undefined ? undefined : planOf(operation, change);
}

/** Whether it stands in the WITH of another statement, whose other parts it may need and must not be parted from. */
function isPart({ span, statementSpan }: Update | Delete): boolean {
  return span.start !== statementSpan.start || span.end !== statementSpan.end;
}

function batchedUpdate(update: Update, { schema }: PlanContext): BatchedChange | undefined {
  const values = valuesOf(update, tableOf(schema, update.table)?.columns ?? new Map());
  const where = values && rowsToDo(update, values, schema);
  if (values === undefined || where === undefined) return undefined;
  const { from } = update;
  return { ...head(update, schema), ...(from === undefined ? {} : { from }), change: values, where };
}

/** Each column with its own value, DEFAULT as what it stands for. Undefined for rows and parts of columns. */
function valuesOf(
  { assignments, columns }: Update,
  known: ReadonlyMap<string, { readonly known: boolean; readonly default?: ColumnValue['value'] }>,
): readonly ColumnValue[] | undefined {
  const values: ColumnValue[] = [];
  for (const [place, { columns: targets, value }] of assignments.entries()) {
    const [column] = targets;
    // A subscript or field is written behind the name in the assignment, and not in the list of columns.
    if (targets.length !== 1 || column === undefined || column !== columns[place]) return undefined;
    if (/^default$/i.test(value.text.trim())) {
      const definition = known.get(column);
      if (definition?.known !== true) return undefined;
      values.push({ column, value: { text: definition.default?.text ?? 'NULL' } });
    } else values.push({ column, value: { text: value.text } });
  }
  return values.length === 0 ? undefined : values;
}

/** A condition over other rows of the table would change its mind while the rows go. */
function batchedDelete(operation: Delete, { schema }: PlanContext): BatchedChange | undefined {
  const { where, table, usingTables, query } = operation;
  if (where === undefined || isAlwaysTrue(where)) return undefined;
  const { volatility } = volatilityOf(where, schema);
  if (volatility === 'volatile' || volatility === 'unknown') return undefined;
  const key = relationKey(schema, table);
  if (query.relations.some((relation) => relationKey(schema, relation) === key)) return undefined;
  return {
    ...head(operation, schema),
    ...(usingTables === undefined ? {} : { from: usingTables }),
    change: 'delete',
    where: { text: where.text },
  };
}

function head(
  { table, alias }: Update | Delete,
  schema: PlanContext['schema'],
): Pick<BatchedChange, 'kind' | 'table' | 'alias' | 'key'> {
  const key = walkKeyOf(schema, relationKey(schema, table));
  return { kind: 'batched-change', table, key, ...(alias === undefined ? {} : { alias }) };
}

function planOf(operation: Update | Delete, change: BatchedChange): OperationPlan {
  const table = displayName(operation.table);
  const verb = operation.kind === 'update' ? 'update' : 'delete';
  const walked =
    change.key.length > 0
      ? `It walks ${table} by ${listed(change.key)}`
      : `No key of ${table} is known, so it walks the pages of the table`;
  return {
    title: `${verb === 'update' ? 'Update' : 'Delete'} the rows of ${table} in batches`,
    steps: [
      {
        phase: 'backfill',
        label: `${verb}_${operation.table.name}`,
        purpose:
          `${verb === 'update' ? 'Updates' : 'Deletes'} the rows of ${table} in batches that commit one by one, so that no row stays locked for long. ` +
          `${walked}. It can be stopped and run again: rows that are done are passed over.`,
        transaction: 'none',
        work: [change],
      },
    ],
    deploy: {},
    notes: notesOf(operation, change),
    holes: [],
  };
}

function notesOf(operation: Update | Delete, change: BatchedChange): readonly string[] {
  const table = displayName(operation.table);
  const between = `Between the batches other sessions see some rows of ${table} changed and others not yet; in one statement they would change at once.`;
  if (change.change === 'delete') return [between];
  const isWhole = isAlwaysTrue(operation.where) && !/\bIS NULL$/.test(change.where.text);
  const columns = change.change.map(({ column }) => column);
  const overwrites = `The values that ${listed(columns)} of ${table} had before are overwritten, as in the original: keep a copy first where they may be needed again.`;
  return isWhole ? [between, overwrites] : [between];
}
