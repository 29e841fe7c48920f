import fc, { type Arbitrary } from 'fast-check';
import { canonicalType } from '../../../src/core/type-names.js';
import type { QualifiedName } from '../../../src/core/name.js';
import type { TypeReference } from '../../../src/core/type.js';
import { builtInTypes, columnNameWords, functionOrTypeWords, reservedWords } from '../../../src/postgres/keywords.js';
import { maybe, object } from './draft.js';

const keyword = fc.constantFrom(...reservedWords, ...functionOrTypeWords, ...columnNameWords, 'set', 'type', 'value');
const usual = fc.constantFrom('id', 'users', 'email', 'app', 'a.b', 'Order Items', 'say "hi"', "it's", '$1', 'größe');
const wild = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 15 });

/** Identifiers of all sorts that fit into 63 bytes. */
export const name: Arbitrary<string> = fc
  .oneof({ weight: 3, arbitrary: usual }, { weight: 2, arbitrary: keyword }, { weight: 3, arbitrary: wild })
  .filter((text) => Buffer.byteLength(text) <= 63 && !text.includes('\0'));

export const names: Arbitrary<string[]> = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });

export const qualified: Arbitrary<QualifiedName> = object<QualifiedName>({ schema: maybe(name), name });

/** A role that is no word of its own. */
export const role: Arbitrary<string> = fc.oneof(
  name.filter((text) => !['public', 'none'].includes(text)),
  fc.constantFrom('CURRENT_USER', 'CURRENT_ROLE', 'SESSION_USER'),
);

/** A string constant's content. */
export const text: Arbitrary<string> = fc.oneof(
  fc.constantFrom('', "it's", 'a\\b', '$$', 'línea\nnueva', '-- no comment', '%'),
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((value) => !value.includes('\0')),
);

const scalar: Arbitrary<TypeReference> = fc
  .constantFrom<readonly [string, ...(number | string)[]]>(
    ['integer'],
    ['bigint'],
    ['text'],
    ['"char"'],
    ['character', 1],
    ['character varying', 50],
    ['character varying'],
    ['bit', 3],
    ['bit varying', 5],
    ['numeric', 12, 2],
    ['numeric', 10, -2],
    ['double precision'],
    ['boolean'],
    ['jsonb'],
    ['bpchar'],
    ['timestamp with time zone', 3],
    ['time without time zone'],
    ['interval'],
    ['interval', 3],
    ['interval', 'day to second', 3],
    ['interval', 'year'],
    ['bigserial'],
  )
  .map(([base, ...modifiers]) => ({ name: base, modifiers, arrayDimensions: 0 }));

const own: Arbitrary<TypeReference> = fc
  .tuple(
    qualified,
    fc.array(
      fc.oneof(
        fc.nat(1000),
        name.filter((word) => !/^-?\d/.test(word)),
      ),
      { maxLength: 2 },
    ),
  )
  .filter(([type]) => type.schema !== 'pg_catalog' && !type.name.endsWith('%TYPE'))
  .map(([type, modifiers]) => ({ ...type, modifiers, arrayDimensions: 0 }))
  .filter(
    (type) => type.schema !== undefined || (canonicalType(type).name === type.name && !builtInTypes.has(type.name)),
  );

export const type: Arbitrary<TypeReference> = fc
  .tuple(fc.oneof(scalar, own), fc.constantFrom(0, 0, 1, 2))
  .map(([base, arrayDimensions]) => ({ ...base, arrayDimensions }));
