import type { Expression } from '../core/expression.js';
import type { OperationOf } from '../core/operation.js';
import { isNewColumn } from '../core/newness.js';
import { relationKey, tableOf, typeKey } from '../core/schema.js';
import type { Column, Schema } from '../core/schema.js';
import type { TypeReference } from '../core/type.js';
import { analyseExpression, columnNamesOf, isAlwaysTrue, volatilityOf } from '../postgres/expressions/index.js';
import type { ExpressionNode } from '../postgres/expressions/index.js';
import { quoteIdentifier } from '../postgres/names.js';
import { serialBase } from '../postgres/types.js';
import { typeText } from '../postgres/type-text.js';

type Update = OperationOf<'update'>;

/** One column and the value it gets. */
export interface ColumnValue {
  readonly column: string;
  readonly value: Expression;
}

/**
 * The condition of the rows that an UPDATE has still to change: it no longer holds for those that are done, so that the
 * update may be cut into batches, stopped and run again. Undefined when there is no telling: the value is made from the
 * old one (`x + 1`), is another each time (`random()`), or depends on other rows that the update changes.
 */
export function rowsToDo(update: Update, values: readonly ColumnValue[], schema: Schema): Expression | undefined {
  const where = isAlwaysTrue(update.where) ? undefined : update.where;
  if (readsItsOwnWork(update, values, schema)) return undefined;
  if (where !== undefined && values.some((value) => endsCondition(where, value, update))) return where;
  if (values.every(({ column }) => isStillNull(update, column, schema))) {
    return both(where, values.map(({ column }) => `${named(update, column)} IS NULL`).join(' AND '));
  }
  if (!values.every((value) => isRepeatable(value, values, schema))) return undefined;
  const columns = tableOf(schema, update.table)?.columns;
  return both(where, values.map((value) => difference(value, columns?.get(value.column), update, schema)).join(' OR '));
}

function both(where: Expression | undefined, todo: string): Expression {
  if (where === undefined) return { text: todo };
  const own = where.text.includes('--') ? `${where.text}\n` : where.text;
  return { text: `(${own}) AND ${todo.includes(' OR ') ? `(${todo})` : todo}` };
}

/** A column as the update's expressions name it where other tables are in sight. */
function named({ alias, table, from }: Update, column: string): string {
  const own = quoteIdentifier(column);
  return from === undefined ? own : `${quoteIdentifier(alias ?? table.name)}.${own}`;
}

/** A subquery that reads a column the update changes would see some rows changed and some not. */
function readsItsOwnWork({ table, query, where }: Update, values: readonly ColumnValue[], schema: Schema): boolean {
  const key = relationKey(schema, table);
  if (!query.relations.some((relation) => relationKey(schema, relation) === key)) return false;
  const read = [where, ...values.map(({ value }) => value)].flatMap((part) =>
    part === undefined ? [] : columnNamesOf(part.text),
  );
  return values.some(({ column }) => read.includes(column));
}

/** Whether a row that got the value no longer meets the condition: `WHERE done IS NOT TRUE` when done becomes TRUE. */
function endsCondition(where: Expression, { column, value }: ColumnValue, update: Update): boolean {
  const { tree } = analyseExpression(where.text);
  const given = analyseExpression(value.text).tree;
  if (tree === undefined || given === undefined) return false;
  const isOwn = (node: ExpressionNode): boolean =>
    node.kind === 'column' &&
    node.column.name === column &&
    (node.column.table === undefined
      ? update.from === undefined
      : node.column.table.name === (update.alias ?? update.table.name));
  return conjunctsOf(tree).some((part) => isEndedBy(part, given, isOwn));
}

function isEndedBy(part: ExpressionNode, given: ExpressionNode, isOwn: (node: ExpressionNode) => boolean): boolean {
  if (part.kind === 'is') {
    if (!isOwn(part.operand)) return false;
    if (part.test === 'null') return !part.negated && isNeverNull(given);
    const holds = given.kind === 'constant' && given.type === 'boolean' ? given.text === part.test : undefined;
    return holds !== undefined && holds === part.negated;
  }
  const isTrue = given.kind === 'constant' && given.type === 'boolean' ? given.text === 'true' : undefined;
  if (part.kind === 'column') return isOwn(part) && isTrue === false;
  if (part.kind === 'unary') return part.operator === 'not' && isOwn(part.operand) && isTrue === true;
  if (part.kind !== 'binary' || part.quantifier !== undefined || !isOwn(part.left)) return false;
  if (part.right.kind !== 'constant' || given.kind !== 'constant' || part.right.type !== given.type) return false;
  const same = part.right.text === given.text;
  if (part.operator === '=') return !same && given.type !== 'number';
  return (part.operator === '<>' || part.operator === 'is distinct from') && same;
}

/** Values that no row makes NULL. */
function isNeverNull(node: ExpressionNode): boolean {
  if (node.kind === 'constant') return node.type !== 'null';
  if (node.kind === 'cast') return isNeverNull(node.operand);
  if (node.kind !== 'call') return false;
  if (node.function.name === 'coalesce') return node.arguments.some(isNeverNull);
  return neverNull.has(node.function.name);
}

const clock: ReadonlySet<string> = new Set([
  ...['now', 'transaction_timestamp', 'statement_timestamp', 'clock_timestamp', 'current_timestamp', 'current_date'],
  ...['current_time', 'localtime', 'localtimestamp', 'timeofday'],
]);

const neverNull: ReadonlySet<string> = new Set([...clock, 'gen_random_uuid', 'uuid_generate_v4', 'random', 'nextval']);

/** Whether the deployment itself added the column without a value, and nothing has written to the table since. */
function isStillNull({ table, from }: Update, column: string, schema: Schema): boolean {
  const known = tableOf(schema, table);
  const definition = known?.columns.get(column);
  if (known === undefined || definition === undefined || from !== undefined) return false;
  if (!isNewColumn(schema, table, column) || !definition.known) return false;
  if (definition.default !== undefined || definition.identity !== undefined || definition.notNull !== false)
    return false;
  return known.writtenIn === undefined || known.writtenIn < definition.birth.transaction;
}

/** Whether giving the value a second time changes nothing. */
function isRepeatable({ column, value }: ColumnValue, all: readonly ColumnValue[], schema: Schema): boolean {
  const { functions } = analyseExpression(value.text);
  const { volatility } = volatilityOf(value, schema);
  if (volatility === 'volatile' || volatility === 'unknown' || functions.some(({ name }) => clock.has(name))) {
    return false;
  }
  const read = columnNamesOf(value.text).filter((name) => all.some((other) => other.column === name));
  if (read.length === 0) return true;
  const { tree } = analyseExpression(value.text);
  return read.every((name) => name === column) && tree !== undefined && isIdempotent(tree, column);
}

/** Functions whose result they leave alone when they are given it again, with the place of the argument. */
const idempotent: ReadonlyMap<string, number> = new Map([
  ...['lower', 'upper', 'initcap', 'trim', 'btrim', 'ltrim', 'rtrim', 'abs', 'floor', 'ceil', 'round', 'trunc'].map(
    (name): [string, number] => [name, 0],
  ),
  ...['coalesce', 'greatest', 'least'].map((name): [string, number] => [name, 0]),
  ['date_trunc', 1],
]);

function isIdempotent(node: ExpressionNode, column: string): boolean {
  if (node.kind === 'column') return node.column.name === column;
  if (node.kind !== 'call') return false;
  const place = idempotent.get(node.function.name);
  const own = place === undefined ? undefined : node.arguments[place];
  if (own?.kind !== 'column' || own.column.name !== column) return false;
  return node.arguments.every((argument) => argument === own || argument.kind === 'constant');
}

/**
 * A condition that holds while the column has not got the value yet. Types whose `=` overlooks a difference (citext,
 * numeric, interval), or that have none (json), are compared as texts; so is a column of unknown type.
 */
function difference({ column, value }: ColumnValue, known: Column | undefined, update: Update, schema: Schema): string {
  const own = named(update, column);
  const text = value.text.includes('--') ? `${value.text}\n` : value.text;
  const type = known?.type === undefined ? undefined : (serialBase(known.type) ?? known.type);
  if (type === undefined) return `${own}::text IS DISTINCT FROM (${text})::text`;
  const { tree } = analyseExpression(value.text);
  const isLiteral = tree?.kind === 'constant' && tree.type !== 'number';
  const given = isLiteral && text.trim() === text ? text : `(${text})::${typeText(type)}`;
  if (known?.collation === undefined && isExact(type, schema)) {
    return `${own} IS DISTINCT FROM ${isPlainWhole(tree, type) ? text : given}`;
  }
  return `${own}::text IS DISTINCT FROM ${isLiteral ? `(${text})::${typeText(type)}` : given}::text`;
}

function isPlainWhole(tree: ExpressionNode | undefined, type: TypeReference): boolean {
  return tree?.kind === 'constant' && tree.type === 'number' && /^(?:smallint|integer|bigint)$/.test(type.name);
}

const exact: ReadonlySet<string> = new Set([
  ...['boolean', 'smallint', 'integer', 'bigint', 'text', 'character varying', 'uuid', 'bytea', 'date'],
  ...['timestamp without time zone', 'timestamp with time zone', 'time without time zone'],
]);

/** Whether values that are equal are the same, and an index would say so too. */
function isExact(type: TypeReference, schema: Schema): boolean {
  if (type.arrayDimensions > 0) return false;
  if (type.schema === undefined && exact.has(type.name)) return true;
  return schema.types.get(typeKey(schema, type))?.kind === 'enum';
}

function conjunctsOf(node: ExpressionNode): readonly ExpressionNode[] {
  if (node.kind !== 'binary' || node.operator !== 'and') return [node];
  return [...conjunctsOf(node.left), ...conjunctsOf(node.right)];
}
