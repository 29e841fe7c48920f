import fc, { type Arbitrary } from 'fast-check';
import type {
  ColumnDefinition,
  ColumnOperations,
  GeneratedDefinition,
  OperationDraft,
} from '../../../src/core/operation.js';
import { alteredIdentity, columnDefault, expression, identity, number, target } from './clauses.js';
import { columnConstraint } from './constraints.js';
import { draft, flag, maybe, never, object, type Drafts, type Fields } from './draft.js';
import { name, qualified, type } from './names.js';

const generated: Arbitrary<GeneratedDefinition> = object<GeneratedDefinition>({
  expression,
  storage: fc.constantFrom('stored', 'virtual', 'unstated'),
});

/** What a column says of itself whether it names its type or not. */
const own = {
  name,
  notNull: fc.boolean(),
  default: maybe(columnDefault),
  identity: maybe(identity),
  generated: maybe(generated),
  collation: maybe(qualified),
  notNullConstraint: never<never>(),
} satisfies Partial<Fields<ColumnDefinition>>;

const setting = fc.constantFrom('plain', 'external', 'main', 'default', 'lz4', 'Odd One');

const notNullName = maybe(
  object<NonNullable<ColumnDefinition['notNullConstraint']>>({ name: maybe(name), noInherit: flag }).filter(
    (words) => Object.keys(words).length > 0,
  ),
);

export const column: Arbitrary<ColumnDefinition> = object<ColumnDefinition>({
  ...own,
  type,
  storage: maybe(setting.map((word) => word.toLowerCase())),
  compression: maybe(setting.map((word) => word.toLowerCase())),
  notNullConstraint: notNullName,
}).map(namedIfNotNull);

/** A column of a partition, or of a table made from a type. */
export const untypedColumn: Arbitrary<ColumnDefinition> = object<ColumnDefinition>({
  ...own,
  type: never(),
  storage: never(),
  compression: never(),
}).filter((one) => one.notNull || one.default !== undefined);

function namedIfNotNull({ notNullConstraint, ...definition }: ColumnDefinition): ColumnDefinition {
  return definition.notNull && notNullConstraint !== undefined ? { ...definition, notNullConstraint } : definition;
}

const addColumn: Arbitrary<OperationDraft<'add-column'>> = column.chain((definition) =>
  draft('add-column', {
    ...target,
    table: qualified,
    column: fc.constant(definition),
    constraints: fc.array(columnConstraint(definition.name), { maxLength: 2 }),
    ifNotExists: fc.boolean(),
    only: fc.boolean(),
  }),
);

const place = { ...target, table: qualified, column: name };

export const columnDrafts: Drafts<keyof ColumnOperations> = {
  'add-column': addColumn,
  'drop-column': draft('drop-column', { ...place, ifExists: fc.boolean(), cascade: fc.boolean() }),
  'rename-column': fc.oneof(
    draft('rename-column', { ...place, newName: name }),
    draft('rename-column', {
      ...place,
      relationKind: fc.constantFrom('view', 'materialized-view'),
      only: never(),
      newName: name,
    }),
  ),
  'alter-column-type': draft('alter-column-type', {
    ...place,
    type,
    collation: maybe(qualified),
    using: maybe(expression),
  }),
  'set-default': draft('set-default', { ...place, default: expression }),
  'drop-default': draft('drop-default', place),
  'set-not-null': draft('set-not-null', place),
  'drop-not-null': draft('drop-not-null', place),
  'add-identity': draft('add-identity', { ...place, identity }),
  'alter-identity': fc.oneof(
    draft('alter-identity', {
      ...place,
      when: fc.constantFrom('always', 'by-default'),
      sequence: maybe(alteredIdentity),
    }),
    draft('alter-identity', { ...place, when: never(), sequence: alteredIdentity }),
  ),
  'drop-identity': draft('drop-identity', { ...place, ifExists: fc.boolean() }),
  'set-generated-expression': draft('set-generated-expression', { ...place, expression }),
  'drop-generated-expression': draft('drop-generated-expression', { ...place, ifExists: fc.boolean() }),
  'set-column-property': fc.oneof(
    draft('set-column-property', {
      ...place,
      property: fc.constant('statistics'),
      value: maybe(fc.nat(10_000).map(String)),
      parameters: never(),
      reset: never(),
    }),
    draft('set-column-property', {
      ...place,
      property: fc.constantFrom('storage', 'compression'),
      value: maybe(fc.constantFrom('plain', 'external', 'lz4')),
      parameters: never(),
      reset: never(),
    }),
    draft('set-column-property', {
      ...place,
      property: fc.constant('options'),
      value: never(),
      parameters: fc
        .array(number, { minLength: 1, maxLength: 1 })
        .map(([value = '0']) => [{ name: 'n_distinct', value }]),
      reset: never(),
    }),
    draft('set-column-property', {
      ...place,
      relationKind: fc.constant('materialized-view'),
      only: never(),
      property: fc.constant('options'),
      value: never(),
      parameters: fc.constant([{ name: 'n_distinct' }]),
      reset: fc.constant(true),
    }),
  ),
};
