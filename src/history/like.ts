import type { ObjectKey } from '../core/name.js';
import { objectKey, schemaOf } from '../core/name.js';
import type { ConstraintDefinition, LikeClause } from '../core/operation.js';
import { relationKey } from '../core/schema.js';
import { ownSequence } from './columns.js';
import { addConstraint, inOrderOfCreation } from './constraints.js';
import { freeIndexName, indexNameParts } from './naming.js';
import { putIndex } from './relations.js';
import { membersOf } from './state.js';
import type { State, StoredColumn } from './state.js';

/** The columns that `LIKE other` brings: always with their NOT NULL, with the rest as far as it is INCLUDED. */
export function likedColumns(state: State, key: ObjectKey, { table, including }: LikeClause): readonly StoredColumn[] {
  const has = (what: LikeClause['including'][number]): boolean => including.includes(what);
  const source = state.tables.get(relationKey(state, table));
  return [...(source?.columns.values() ?? [])].map((column) => {
    const { name, type, notNull, known, collation } = column;
    const isNumbered = column.identity !== undefined && has('identity');
    if (isNumbered) ownSequence(state, key, name);
    return {
      name,
      type,
      notNull,
      known,
      birth: state.birth,
      ...(collation === undefined ? {} : { collation }),
      ...(has('defaults') && column.default !== undefined ? { default: column.default } : {}),
      ...(has('generated') && column.generated !== undefined ? { generated: column.generated } : {}),
      ...(isNumbered ? { identity: column.identity } : {}),
    };
  });
}

/** CHECKs keep their names. Foreign keys are never copied. */
export function copyChecks(state: State, key: ObjectKey, { table, including }: LikeClause): void {
  if (!including.includes('constraints')) return;
  for (const { definition } of state.tables.get(relationKey(state, table))?.constraints ?? []) {
    const isCheck = definition.kind === 'check' || definition.kind === 'not-null';
    if (isCheck) addConstraint(state, key, definition, { newTable: true });
  }
}

/** Indexes, and constraints that have one, are made anew under generated names. */
export function copyIndexes(state: State, key: ObjectKey, { table, including }: LikeClause): void {
  if (!including.includes('indexes')) return;
  const source = relationKey(state, table);
  const backed = (state.tables.get(source)?.constraints ?? []).flatMap(
    ({ definition, columns }): ConstraintDefinition[] => {
      if (definition.kind === 'exclude') return [{ ...definition, name: undefined }];
      if (definition.kind !== 'unique' && definition.kind !== 'primary-key') return [];
      return [{ ...definition, name: undefined, usingIndex: undefined, columns }];
    },
  );
  for (const definition of inOrderOfCreation(backed)) addConstraint(state, key, definition);
  for (const indexKey of membersOf(state.indexesOf, source)) copyIndex(state, indexKey, key);
}

function copyIndex(state: State, source: ObjectKey, table: ObjectKey): void {
  const index = state.indexes.get(source);
  if (index === undefined || index.constraint !== undefined) return;
  const name = freeIndexName(state, table, indexNameParts(index.keys, index.include), 'idx');
  const key = objectKey(schemaOf(table), name);
  putIndex(state, { ...index, key, table, birth: state.birth, valid: true, partitionOf: undefined });
}
