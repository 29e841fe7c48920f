import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser, readSql } from '../../src/readers/sql/index.js';
import { writeOperation } from '../../src/writers/sql/index.js';
import { drafts } from './arbitraries/index.js';
import { withoutPlaces, withoutUses } from './places.js';

beforeAll(loadSqlParser);

const kinds = Object.keys(drafts) as (keyof typeof drafts)[]; // The keys of the map are the kinds, by its type.

describe('an operation that is written and read is the same', () => {
  it.each(kinds)('%s', (kind) => {
    fc.assert(
      fc.property(drafts[kind], (operation) => {
        const text = writeOperation(operation);
        const { up } = readSql({ path: 'written.sql', text: `${text};\n` });
        expect(withoutUses(withoutPlaces(up)), text).toEqual(withoutUses(withoutPlaces([operation])));
        expect(text).not.toMatch(/ \n| $/);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});
