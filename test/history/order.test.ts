import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareMigrationIds } from '../../src/runners/order.js';

test.each([
  [['1_a', '2_b', '10_c']],
  [['0001_initial', '0002_add', '0010_more', '0100_last']],
  [['20240101120000_a', '20240101120001_b', '20240201000000-c']],
  [['V1__a', 'V1.1__b', 'V1.9__c', 'V1.10__d', 'V2__e', 'R__views']],
  [['V1_2__a', 'V1_10__b', 'V2__c']],
  [['001_a.up', '002_b.up']],
  [['2_a', '2_b', '2_c10', '2_d']],
  [['2_step2', '2_step10']],
  [['20240101_init/migration', '20240102_next/migration']],
  [['20140925120000_old', '2018-04-24-145128_dashed', '2018-04-25-000000_dashed', '20190101000000_new']],
  [['20240101120000_a/migration', '20240102_b/migration', '202401031200_c/migration', '20240103130000_d/migration']],
  [['00000000000000_setup', '20170308140537_plain', '2019-09-18-233204_dashed/up']],
  [['99999999999999999998_a', '99999999999999999999_a', '100000000000000000000_a']],
  [['0_schema', 'a', 'b']],
])('%j stands in the order a runner takes', (expected) => {
  expect([...expected].reverse().sort(compareMigrationIds)).toEqual(expected);
});

const ids = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[VRU]?[0-9]{1,3}([._][0-9]{1,2}){0,2}_{1,2}[a-c0-9]{0,3}$/),
  fc.stringMatching(/^[a-c0-9_/.]{0,6}$/),
  fc.stringMatching(/^20[12][0-9]-0[1-9]-1[0-9](-[0-9]{4,7})?[_a-]{0,2}$/),
  fc.stringMatching(/^20[12][0-9]0[1-9]1[0-9]([0-9]{4}|[0-9]{6})?[.]?[0-9]?[_a-]{0,2}$/),
);

test('is a total order', () => {
  fc.assert(
    fc.property(ids, ids, ids, (a, b, c) => {
      expect(Math.sign(compareMigrationIds(a, b))).toBe(-Math.sign(compareMigrationIds(b, a)) + 0);
      expect(compareMigrationIds(a, b) === 0).toBe(a === b);
      if (compareMigrationIds(a, b) <= 0 && compareMigrationIds(b, c) <= 0) {
        expect(compareMigrationIds(a, c)).toBeLessThanOrEqual(0);
      }
    }),
    { numRuns: 3000 },
  );
});
