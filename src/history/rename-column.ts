import type { Expression } from '../core/expression.js';
import type { ObjectKey } from '../core/name.js';
import type { ConstraintDefinition, IndexKey } from '../core/operation.js';
import { renameColumnIn } from '../postgres/expressions/index.js';
import { changeTable, putView } from './relations.js';
import { membersOf } from './state.js';
import type { State, StoredColumn, StoredConstraint, StoredTable } from './state.js';

/** How a name changes; all others stay. */
interface Renaming {
  name(name: string): string;
  names(names: readonly string[]): readonly string[];
  expression(expression: Expression): Expression;
}

/** Renames a column in a table and its children, and in constraints, indexes, views and sequences that use it. */
export function renameColumn(state: State, key: ObjectKey, from: string, to: string): void {
  const table = state.tables.get(key);
  if (table === undefined || from === to) return;
  const name = (other: string): string => (other === from ? to : other);
  const renaming: Renaming = {
    name,
    names: (names) => (names.includes(from) ? names.map(name) : names),
    expression: (expression) => renameColumnIn(expression, from, to),
  };
  renameInTable(state, table, renaming);
  renameInReferences(state, key, renaming);
  renameInIndexes(state, key, renaming);
  for (const viewKey of membersOf(state.viewsOf, key)) {
    const view = state.views.get(viewKey);
    const used = view?.columns.get(key);
    if (view === undefined || used?.has(from) !== true) continue;
    putView(state, { ...view, columns: new Map(view.columns).set(key, new Set([...used].map(name))) });
  }
  for (const sequenceKey of membersOf(state.sequencesOf, key)) {
    const sequence = state.sequences.get(sequenceKey);
    if (sequence?.ownedBy?.column !== from) continue;
    state.put(state.sequences, sequenceKey, { ...sequence, ownedBy: { table: key, column: to } });
  }
  for (const child of membersOf(state.childrenOf, key)) renameColumn(state, child, from, to);
}

function renameInTable(state: State, table: StoredTable, renaming: Renaming): void {
  const columns = new Map<string, StoredColumn>();
  for (const column of table.columns.values()) {
    const name = renaming.name(column.name);
    const { generated } = column;
    const expression = generated === undefined ? undefined : renaming.expression(generated.expression);
    columns.set(name, {
      ...column,
      name,
      ...(generated === undefined || expression === undefined ? {} : { generated: { ...generated, expression } }),
    });
  }
  const constraints = table.constraints.map((constraint) => renameInConstraint(constraint, table.key, renaming));
  const { partitionBy } = table;
  const keys = partitionBy?.keys.map((key) =>
    'column' in key ? { column: renaming.name(key.column) } : { expression: renaming.expression(key.expression) },
  );
  changeTable(state, table.key, {
    columns,
    constraints,
    ...(partitionBy === undefined || keys === undefined ? {} : { partitionBy: { ...partitionBy, keys } }),
  });
}

function renameInConstraint(constraint: StoredConstraint, table: ObjectKey, renaming: Renaming): StoredConstraint {
  const isSelf = constraint.references === table;
  return {
    ...constraint,
    columns: renaming.names(constraint.columns),
    definition: renameInDefinition(constraint.definition, isSelf, renaming),
  };
}

function renameInDefinition(
  definition: ConstraintDefinition,
  isSelf: boolean,
  renaming: Renaming,
): ConstraintDefinition {
  switch (definition.kind) {
    case 'check':
      return { ...definition, expression: renaming.expression(definition.expression) };
    case 'not-null':
      return { ...definition, column: renaming.name(definition.column) };
    case 'foreign-key': {
      const { referencedColumns } = definition;
      return {
        ...definition,
        columns: renaming.names(definition.columns),
        referencedColumns: isSelf ? renaming.names(referencedColumns) : referencedColumns,
      };
    }
    case 'unique':
    case 'primary-key':
      return {
        ...definition,
        columns: renaming.names(definition.columns),
        include: renaming.names(definition.include),
      };
    case 'exclude': {
      const keys = definition.keys.map((key) => ({ ...renameInKey(key, renaming), operator: key.operator }));
      const { where } = definition;
      return { ...definition, keys, ...(where === undefined ? {} : { where: renaming.expression(where) }) };
    }
  }
}

function renameInKey(key: IndexKey, renaming: Renaming): IndexKey {
  const { column, expression } = key;
  return {
    ...key,
    ...(column === undefined ? {} : { column: renaming.name(column) }),
    ...(expression === undefined ? {} : { expression: renaming.expression(expression) }),
  };
}

function renameInReferences(state: State, key: ObjectKey, renaming: Renaming): void {
  for (const referencing of membersOf(state.referencedBy, key)) {
    const table = referencing === key ? undefined : state.tables.get(referencing);
    if (table === undefined) continue;
    const constraints = table.constraints.map((constraint) => {
      const { definition } = constraint;
      if (constraint.references !== key || definition.kind !== 'foreign-key') return constraint;
      const referencedColumns = renaming.names(definition.referencedColumns);
      return { ...constraint, definition: { ...definition, referencedColumns } };
    });
    changeTable(state, referencing, { constraints });
  }
}

function renameInIndexes(state: State, key: ObjectKey, renaming: Renaming): void {
  for (const indexKey of membersOf(state.indexesOf, key)) {
    const index = state.indexes.get(indexKey);
    if (index === undefined) continue;
    const { where } = index;
    state.put(state.indexes, indexKey, {
      ...index,
      keys: index.keys.map((part) => renameInKey(part, renaming)),
      include: renaming.names(index.include),
      ...(where === undefined ? {} : { where: renaming.expression(where) }),
    });
  }
}
