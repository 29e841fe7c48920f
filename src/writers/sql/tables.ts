import type {
  ConstraintDefinition,
  LikeClause,
  OperationDraft,
  PartitionBound,
  PartitionKey,
  Persistence,
} from '../../core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { keyExpression, withParameters } from './clauses.js';
import { columnText } from './columns.js';
import { columnOf, constraintText } from './constraints.js';
import { columnList, qualifiedNames, words } from './words.js';

type CreateTable = OperationDraft<'create-table'>;

export function createTable(operation: CreateTable): string {
  const head = words(
    'CREATE',
    persistenceWord(operation.persistence),
    'TABLE',
    operation.ifNotExists && 'IF NOT EXISTS',
    quoteQualified(operation.table),
  );
  return operation.definition === undefined ? definedTable(operation, head) : queriedTable(operation, head);
}

export function persistenceWord(persistence: Persistence | undefined): string {
  return persistence === undefined || persistence === 'permanent' ? '' : persistence.toUpperCase();
}

function definedTable(operation: CreateTable, head: string): string {
  const { partitionOf, ofType, inherits, partitionBy } = operation;
  const elements = elementTexts(operation);
  const bare = elements.length === 0 && (partitionOf !== undefined || ofType !== undefined);
  return words(
    head,
    ofType !== undefined && `OF ${quoteQualified(ofType)}`,
    partitionOf !== undefined && `PARTITION OF ${quoteQualified(partitionOf.parent)}`,
    !bare && (elements.length === 0 ? '()' : `(\n  ${elements.join(',\n  ')}\n)`),
    inherits.length > 0 && `INHERITS (${qualifiedNames(inherits)})`,
    partitionOf !== undefined && boundText(partitionOf.bound),
    partitionBy !== undefined && partitionKeyText(partitionBy),
    optionsText(operation),
  );
}

function queriedTable(operation: CreateTable, head: string): string {
  const { columns, definition = '' } = operation;
  const names = columns.map(({ name }) => name);
  const before = words(head, names.length > 0 && columnList(names), optionsText(operation), 'AS');
  return `${before}\n${definition}${operation.withNoData === true ? '\nWITH NO DATA' : ''}`;
}

function optionsText({ accessMethod, storageParameters, onCommit, tablespace }: CreateTable): string {
  return words(
    accessMethod !== undefined && `USING ${quoteIdentifier(accessMethod)}`,
    withParameters(storageParameters),
    onCommit !== undefined && `ON COMMIT ${onCommit.toUpperCase().replace('-', ' ')}`,
    tablespace !== undefined && `TABLESPACE ${quoteIdentifier(tablespace)}`,
  );
}

/** The list of a CREATE TABLE: columns with their constraints behind them, LIKE clauses in their places, constraints. */
function elementTexts({ columns, constraints, like }: CreateTable): string[] {
  const { inline, others } = divide(
    constraints,
    columns.map(({ name }) => name),
  );
  const elements: string[] = [];
  const likes = (index: number): string[] =>
    like.filter(({ columnsBefore = columns.length }) => columnsBefore === index).map(likeText);
  columns.forEach((column, index) => elements.push(...likes(index), columnText(column, inline.get(index) ?? [])));
  return [...elements, ...likes(columns.length), ...others.map(constraintText)];
}

/**
 * The constraints that stand behind a column, by its index, and the others. As constraints are kept in the order they
 * are written, only the first few may go to columns, and only in the order of those.
 */
function divide(
  constraints: readonly ConstraintDefinition[],
  columns: readonly string[],
): { readonly inline: Map<number, ConstraintDefinition[]>; readonly others: readonly ConstraintDefinition[] } {
  const inline = new Map<number, ConstraintDefinition[]>();
  let last = 0;
  for (const [position, constraint] of constraints.entries()) {
    const name = columnOf(constraint);
    const index = name === undefined ? -1 : columns.indexOf(name, last);
    if (index < 0) return { inline, others: constraints.slice(position) };
    inline.set(index, [...(inline.get(index) ?? []), constraint]);
    last = index;
  }
  return { inline, others: [] };
}

const likeOptions = 9;

function likeText({ table, including }: LikeClause): string {
  const all = including.length === likeOptions;
  const options = all ? ['INCLUDING ALL'] : including.map((option) => `INCLUDING ${option.toUpperCase()}`);
  return words(`LIKE ${quoteQualified(table)}`, ...options);
}

/** `FOR VALUES ...` or DEFAULT. */
export function boundText(bound: PartitionBound): string {
  switch (bound.kind) {
    case 'default':
      return 'DEFAULT';
    case 'range':
      return `FOR VALUES FROM (${bound.from.join(', ')}) TO (${bound.to.join(', ')})`;
    case 'list':
      return `FOR VALUES IN (${bound.values.join(', ')})`;
    case 'hash':
      return `FOR VALUES WITH (MODULUS ${bound.modulus}, REMAINDER ${bound.remainder})`;
  }
}

function partitionKeyText({ strategy, keys }: PartitionKey): string {
  const texts = keys.map((key) => {
    const text = 'column' in key ? quoteIdentifier(key.column) : keyExpression(key.expression.text);
    return words(text, key.collation !== undefined && `COLLATE ${quoteQualified(key.collation)}`, key.operatorClass);
  });
  return `PARTITION BY ${strategy.toUpperCase()} (${texts.join(', ')})`;
}
