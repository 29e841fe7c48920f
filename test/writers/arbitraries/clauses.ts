import fc, { type Arbitrary } from 'fast-check';
import type { Expression } from '../../../src/core/expression.js';
import type {
  AlterTarget,
  IdentityDefinition,
  IndexKey,
  OwnedBy,
  SequenceOptions,
  StorageParameter,
} from '../../../src/core/operation.js';
import { flag, maybe, never, object, without, type Fields } from './draft.js';
import { name, qualified, text } from './names.js';

/** Expressions that stand anywhere. */
export const expression: Arbitrary<Expression> = fc
  .constantFrom(
    '0',
    '- 5',
    "'it''s'",
    'now()',
    '(1 + 2)',
    'a IS NOT NULL AND b <> 0',
    "a IN ('x', $$y)$$)",
    '"A b" COLLATE "C"',
    'a IS DISTINCT FROM b',
    'NOT (a OR b)',
    "a AT TIME ZONE 'UTC'",
    'ARRAY[1, 2]',
    "'{}'::jsonb -> 'a,b'",
    'CASE WHEN a THEN 1 ELSE 2 END',
    'coalesce(a, (SELECT max(b) FROM u WHERE c))',
    'größe > 0 /* ü */ + 1',
    'x -- why\n + 1',
  )
  .map((sql) => ({ text: sql }));

/** Expressions that the grammar takes as the default of a column definition. */
export const columnDefault: Arbitrary<Expression> = fc
  .constantFrom(
    '0',
    "'it''s'",
    'now()',
    '(a IS NULL)',
    'NULL',
    "'{}'::jsonb",
    "nextval('s'::regclass)",
    'CASE WHEN a AND NOT b THEN 1 END',
    'a || b',
    '- 5',
    'ARRAY[1, 2]',
    'a IS DISTINCT FROM b',
  )
  .map((sql) => ({ text: sql }));

export const number: Arbitrary<string> = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);

const parameterName = fc.oneof(
  fc.constantFrom('fillfactor', 'autovacuum_enabled', 'toast.autovacuum_enabled'),
  name.filter((word) => !word.includes('.')),
);
const parameterValue = fc.oneof(number, fc.constantFrom('on', 'false', 'auto', 'none', '0.05', '1.50', '007'), text);

/** Options of a constraint have no namespace. */
export const constraintParameters: Arbitrary<StorageParameter[]> = fc.array(
  object<StorageParameter>({ name: name.filter((word) => !word.includes('.')), value: maybe(parameterValue) }),
  { minLength: 1, maxLength: 2 },
);

const parameter: Arbitrary<StorageParameter> = object<StorageParameter>({
  name: parameterName,
  value: maybe(parameterValue),
});
export const parameters: Arbitrary<StorageParameter[]> = fc.array(parameter, { minLength: 1, maxLength: 3 });

export const sequenceOptions: Arbitrary<SequenceOptions> = object<SequenceOptions>({
  type: maybe(fc.constant({ name: 'smallint', modifiers: [], arrayDimensions: 0 })),
  start: maybe(number),
  restart: never(),
  increment: maybe(number),
  minValue: maybe(fc.option(number)),
  maxValue: maybe(fc.option(number)),
  cache: maybe(number),
  cycle: maybe(fc.boolean()),
  sequenceName: never(),
}).filter((options) => Object.keys(options).length > 0);

export const alteredSequence: Arbitrary<SequenceOptions> = fc
  .tuple(sequenceOptions, fc.option(number))
  .map(([options, restart]) => ({ ...options, restart }));

/** An identity column keeps its type. */
export const alteredIdentity: Arbitrary<SequenceOptions> = alteredSequence.map((options) => without(options, 'type'));

export const identity: Arbitrary<IdentityDefinition> = object<IdentityDefinition>({
  when: fc.constantFrom('always', 'by-default'),
  sequence: maybe(sequenceOptions),
});

export const ownedBy: Arbitrary<OwnedBy> = fc.option(object<NonNullable<OwnedBy>>({ table: qualified, column: name }));

/** How a command of ALTER TABLE names its table. */
export const target: Fields<AlterTarget> = { relationKind: never(), only: flag, ifRelationExists: flag };

const operatorClass = fc.constantFrom('text_ops', 'app."Ops"', 'gist_trgm_ops');

export const indexKey: Arbitrary<IndexKey> = fc
  .tuple(
    fc.oneof(
      name.map((column) => ({ column })),
      fc.oneof(expression, fc.constant({ text: 'lower(email)' })).map((inner) => ({ expression: inner })),
    ),
    object<Omit<IndexKey, 'column' | 'expression'>>({
      operatorClass: maybe(operatorClass),
      operatorClassParameters: never(),
      collation: maybe(qualified),
      descending: flag,
      nullsFirst: maybe(fc.boolean()),
    }),
    parameters,
    fc.boolean(),
  )
  .map(([key, rest, operatorClassParameters, withParameters]) => ({
    ...key,
    ...rest,
    ...(withParameters && rest.operatorClass !== undefined ? { operatorClassParameters } : undefined),
  }));
