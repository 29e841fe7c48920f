import fc, { type Arbitrary } from 'fast-check';
import type {
  CheckConstraint,
  ConstraintDefinition,
  ConstraintOperations,
  ExclusionConstraint,
  ForeignKeyConstraint,
  NotNullConstraint,
  UniqueConstraint,
} from '../../../src/core/operation.js';
import { constraintParameters, expression, indexKey, target } from './clauses.js';
import { draft, flag, maybe, never, object, without, type Drafts } from './draft.js';
import { name, names, qualified } from './names.js';

const named = { name: maybe(name), span: never<never>() };
const immediate = { deferrable: never<boolean>(), initiallyDeferred: never<boolean>() };

export const check: Arbitrary<CheckConstraint> = object<CheckConstraint>({
  ...named,
  ...immediate,
  kind: fc.constant('check'),
  expression,
  notValid: fc.boolean(),
  noInherit: fc.boolean(),
  enforced: fc.boolean(),
}).map(validIfEnforced);

const notNull: Arbitrary<NotNullConstraint> = object<NotNullConstraint>({
  ...named,
  ...immediate,
  kind: fc.constant('not-null'),
  column: name,
  notValid: fc.boolean(),
  noInherit: fc.boolean(),
});

const index = { storageParameters: maybe(constraintParameters), tablespace: maybe(name) };
const kind = fc.constantFrom('unique', 'primary-key');

const key = deferred(
  object<UniqueConstraint>({
    ...named,
    ...immediate,
    ...index,
    kind,
    columns: names,
    usingIndex: never(),
    include: fc.oneof(fc.constant([]), names),
    nullsNotDistinct: fc.constant(false),
    withoutOverlaps: flag,
  }).map((constraint) =>
    constraint.kind === 'unique' ? { ...constraint, nullsNotDistinct: constraint.include.length > 1 } : constraint,
  ),
);

const keyOnIndex = deferred(
  object<UniqueConstraint>({
    ...named,
    ...immediate,
    kind,
    columns: fc.constant([]),
    usingIndex: name,
    include: fc.constant([]),
    nullsNotDistinct: fc.constant(false),
    withoutOverlaps: never(),
    storageParameters: never(),
    tablespace: never(),
  }),
);

const exclusion = deferred(
  object<ExclusionConstraint>({
    ...named,
    ...immediate,
    ...index,
    kind: fc.constant('exclude'),
    method: name,
    keys: fc.array(
      fc.tuple(indexKey, fc.constantFrom('=', '&&', 'app.<->')).map(([inner, operator]) => ({ ...inner, operator })),
      { minLength: 1, maxLength: 2 },
    ),
    include: maybe(names),
    where: maybe(expression),
  }),
);

const action = fc.constantFrom('no-action', 'restrict', 'cascade', 'set-null', 'set-default');

const foreignKey = deferred(
  object<ForeignKeyConstraint>({
    ...named,
    ...immediate,
    kind: fc.constant('foreign-key'),
    columns: names,
    references: qualified,
    referencedColumns: fc.oneof(fc.constant([]), names),
    onDelete: action,
    onDeleteColumns: maybe(names),
    onUpdate: action,
    match: fc.constantFrom('simple', 'full'),
    notValid: fc.boolean(),
    enforced: fc.boolean(),
    period: flag,
  })
    .map(validIfEnforced)
    .map(({ onDeleteColumns, period, ...constraint }) => ({
      ...constraint,
      ...(onDeleteColumns !== undefined && constraint.onDelete.startsWith('set-') ? { onDeleteColumns } : undefined),
      ...(period === true && constraint.columns.length > 1 && constraint.referencedColumns.length > 1
        ? { period }
        : undefined),
    })),
);

/** Constraints as ALTER TABLE and the list of CREATE TABLE take them. */
export const tableConstraint: Arbitrary<ConstraintDefinition> = fc.oneof(
  check,
  notNull,
  key,
  keyOnIndex,
  exclusion,
  foreignKey,
);

/** Constraints that stand behind a column. */
export function columnConstraint(column: string): Arbitrary<ConstraintDefinition> {
  return fc.oneof(
    check.map((constraint) => ({ ...constraint, notValid: false })),
    key.map((constraint) => ({ ...without(constraint, 'withoutOverlaps'), columns: [column], include: [] })),
    foreignKey.map((constraint) => ({ ...without(constraint, 'period'), columns: [column], notValid: false })),
  );
}

function validIfEnforced<T extends { readonly notValid: boolean; readonly enforced: boolean }>(constraint: T): T {
  return { ...constraint, notValid: constraint.notValid && constraint.enforced };
}

function deferred<T extends ConstraintDefinition>(constraint: Arbitrary<T>): Arbitrary<T> {
  const words = fc.constantFrom({}, { deferrable: true }, { deferrable: true, initiallyDeferred: true });
  return fc.tuple(constraint, words).map(([one, deferral]) => ({ ...one, ...deferral }));
}

export const constraintDrafts: Drafts<keyof ConstraintOperations> = {
  'add-constraint': draft('add-constraint', {
    ...target,
    table: qualified,
    constraint: tableConstraint,
    only: fc.boolean(),
  }),
  'validate-constraint': draft('validate-constraint', { ...target, table: qualified, name }),
  'drop-constraint': draft('drop-constraint', {
    ...target,
    table: qualified,
    name,
    ifExists: fc.boolean(),
    cascade: fc.boolean(),
  }),
  'rename-constraint': draft('rename-constraint', { ...target, table: qualified, name, newName: name }),
  'alter-constraint': fc.oneof(
    draft('alter-constraint', {
      ...target,
      table: qualified,
      name,
      deferrable: fc.boolean(),
      initiallyDeferred: never(),
      enforced: never(),
      inherit: never(),
    }),
    draft('alter-constraint', {
      ...target,
      table: qualified,
      name,
      deferrable: fc.constant(true),
      initiallyDeferred: fc.constant(true),
      enforced: maybe(fc.boolean()),
      inherit: never(),
    }),
    draft('alter-constraint', {
      ...target,
      table: qualified,
      name,
      deferrable: never(),
      initiallyDeferred: never(),
      enforced: never(),
      inherit: fc.boolean(),
    }),
  ),
};
