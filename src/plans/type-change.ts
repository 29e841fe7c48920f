import type { Expression } from '../core/expression.js';
import { displayName } from '../core/name.js';
import type { ObjectKey, QualifiedName } from '../core/name.js';
import { isSameRelation } from '../core/newness.js';
import type { Operation, OperationOf } from '../core/operation.js';
import type { PhaseName, PlanContext } from '../core/plan.js';
import type { Column, Table } from '../core/schema.js';
import { relationKey } from '../core/schema.js';
import type { Effect } from '../core/effect.js';
import { volatilityOf } from '../postgres/expressions/index.js';
import { withoutTable } from '../postgres/expressions/row-reference.js';
import { supports } from '../postgres/features.js';
import { chooseName, quoteIdentifier } from '../postgres/names.js';

/** A change of type that is made by way of a second column. */
export interface TypeChange {
  readonly operation: OperationOf<'alter-column-type'>;
  readonly context: PlanContext;
  readonly table: QualifiedName;
  readonly key: ObjectKey;
  readonly known: Table;
  readonly column: Column;
  /** `users.amount` */
  readonly shown: string;
  /** What the second column is called until the names are switched, and the first one afterwards. */
  readonly newName: string;
  readonly oldName: string;
  /** The new value of a row, by the name its column has in the beginning. */
  readonly value: Expression;
  /** The default in the end. */
  readonly default?: Expression;
  /** What else the migration says of the default, which only holds from the switch on. */
  readonly replaces?: readonly Operation[];
  /** Whether some value may not fit the new type, so that running code could be refused. */
  readonly mayFail: boolean;
  /** Where what refuses rows comes: after the code that writes only fitting values, when there are others. */
  readonly enforced: PhaseName;
}

/**
 * The change as a plan may take it; undefined where the history does not show all there is to carry over, or where
 * PostgreSQL refuses the change itself.
 */
export function typeChangeOf(
  operation: OperationOf<'alter-column-type'>,
  effects: readonly Effect[],
  context: PlanContext,
): TypeChange | undefined {
  const { schema } = context;
  const { table, column: name, using } = operation;
  const key = relationKey(schema, table);
  const known = schema.tables.get(key);
  const column = known?.columns.get(name);
  if (known === undefined || column === undefined || !isWhole(known, column, context)) return undefined;
  if (effects.some((effect) => effect.kind === 'fails' && effect.certain)) return undefined;
  const value = withoutTable(using ?? { text: quoteIdentifier(name) });
  if (value === undefined || volatilityOf(value, schema).volatility === 'volatile') return undefined;
  const mayFail = effects.some((effect) => effect.kind === 'fails' && effect.when === 'values-do-not-fit');
  const isTaken = (other: string): boolean => known.columns.has(other);
  const replaces = aboutDefault(operation, context);
  const last = replaces.findLast((other) => other.kind === 'set-default')?.default ?? column.default;
  return {
    ...(last === undefined ? {} : { default: last }),
    replaces,
    operation,
    context,
    table,
    key,
    known,
    column,
    shown: `${displayName(table)}.${name}`,
    newName: chooseName(name, undefined, 'new', isTaken),
    oldName: chooseName(name, undefined, 'old', isTaken),
    value,
    mayFail,
    enforced: mayFail ? 'switch' : 'backfill',
  };
}

/**
 * The DROP DEFAULT that makes room for a change of type, and the SET DEFAULT that comes back behind it. Where they stand
 * they would take the default away from running code for as long as the plan goes on.
 */
function aboutDefault(
  operation: OperationOf<'alter-column-type'>,
  { schema, operations = [] }: PlanContext,
): readonly OperationOf<'drop-default' | 'set-default'>[] {
  const place = operations.indexOf(operation);
  if (place === -1) return [];
  const isHere = (other: Operation): other is OperationOf<'drop-default' | 'set-default'> =>
    (other.kind === 'drop-default' || other.kind === 'set-default') &&
    other.column === operation.column &&
    isSameRelation(schema, other.table, operation.table);
  const dropped = operations.slice(0, place).findLast(isHere);
  const given = operations.slice(place + 1).find(isHere);
  return [...(dropped?.kind === 'drop-default' ? [dropped] : []), ...(given?.kind === 'set-default' ? [given] : [])];
}

/** Whether the history shows the table and all that hangs on the column, and all of it can be made a second time. */
export function isWhole(table: Table, column: Column, { schema, postgres }: PlanContext): boolean {
  if (!table.complete || !column.known || column.type === undefined || column.generated !== undefined) return false;
  if (column.notNull === 'unknown' || column.notNull === 'not-valid') return false;
  // Older versions read the table under the lock to make the second column NOT NULL.
  if (column.notNull && !supports(postgres, 'not-null-by-check')) return false;
  if (table.partitionBy !== undefined || table.partitionOf !== undefined || table.inherits.length > 0) return false;
  if ((schema.childrenOf.get(table.key)?.size ?? 0) > 0 || (table.statistics ?? []).length > 0) return false;
  return !table.constraints.some(({ definition }) => definition.kind === 'exclude');
}
