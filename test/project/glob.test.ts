import { expect, test } from 'vitest';
import { compileGlobs } from '../../src/project/glob.js';

test.each([
  ['*.seed.sql', 'a.seed.sql', true],
  ['*.seed.sql', 'db/deep/a.seed.sql', true],
  ['*.seed.sql', 'db/a.sql', false],
  ['db/*.sql', 'db/a.sql', true],
  ['db/*.sql', 'db/deep/a.sql', false],
  ['db/*.sql', 'other/db/a.sql', false],
  ['./db/*.sql', 'db/a.sql', true],
  ['db/**/*.sql', 'db/a.sql', true],
  ['db/**/*.sql', 'db/x/y/a.sql', true],
  ['**/legacy/**', 'db/legacy/a.sql', true],
  ['legacy', 'db/legacy/a.sql', true],
  ['legacy/', 'db/legacy/a.sql', true],
  ['/legacy', 'db/legacy/a.sql', false],
  ['db/legacy', 'db/legacy/x/a.sql', true],
  ['000?_*.sql', '0001_a.sql', true],
  ['000?_*.sql', '0011_a.sql', false],
  ['{0001,0002}_*.sql', '0002_b.sql', true],
  ['{0001,0002}_*.sql', '0003_b.sql', false],
  ['000[12]_*.sql', '0001_b.sql', true],
  ['000[!12]_*.sql', '0001_b.sql', false],
  ['a.sql', 'axsql', false],
  ['a+(b).sql', 'a+(b).sql', true],
])('%s and %s: %s', (pattern, path, expected) => {
  expect(compileGlobs([pattern])(path)).toBe(expected);
});
