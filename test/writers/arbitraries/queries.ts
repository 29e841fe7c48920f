import fc, { type Arbitrary } from 'fast-check';
import type { QueryUse } from '../../../src/core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../../src/postgres/names.js';
import { name, qualified } from './names.js';

/** Queries as they stand in views and statements. */
export const query: Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'SELECT 1',
    "WITH x AS (SELECT ')' AS a) SELECT * FROM x",
    '(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1 LIMIT 1',
    'VALUES (1), (2)',
    'SELECT a AS data FROM t -- why\nWHERE b',
  ),
  fc
    .tuple(qualified, name)
    .map(([relation, column]) => `SELECT ${quoteIdentifier(column)} FROM ${quoteQualified(relation)}`),
);

/** What a query uses follows from its text; the comparison leaves it out. */
export const noUse: Arbitrary<QueryUse> = fc.constant({
  relations: [],
  columns: [],
  star: false,
  functions: [],
  output: [],
});
