import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import type { Report } from '../../src/core/report.js';
import { sarif } from '../../src/report/sarif.js';
import { clean, plain, sample } from './sample.js';
import { sarifSchema } from './sarif-schema.js';

const validate = new Ajv({ allErrors: true }).compile(sarifSchema);

function logOf(report: Report): Log {
  return JSON.parse(sarif(report, plain)) as Log;
}

test.each([
  ['findings', sample],
  ['nothing', clean],
  ['a failure', { ...clean, failures: [{ path: 'a.sql', message: 'oops' }] }],
])('a report of %s is valid SARIF', (_, report) => {
  validate(logOf(report));
  expect(validate.errors).toBeNull();
});

test('a result points to its rule and its place, with a relative URI', () => {
  const run = logOf(sample).runs[0];
  const result = run?.results?.[1];
  expect(run?.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id).toBe(result?.ruleId);
  expect(result?.locations?.[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'db/0002%20index.sql' },
    region: { startLine: 2, startColumn: 1, endLine: 3, endColumn: 19 },
  });
  expect(result?.partialFingerprints).toEqual({ 'lockstep/v1': 'f00d000000000001' });
  expect(result?.fixes?.[0]?.artifactChanges[0]?.replacements[0]?.deletedRegion).toMatchObject({ startColumn: 13 });
});

test('rules bring their pages as help', () => {
  const rules = logOf(sample).runs[0]?.tool.driver.rules;
  expect(rules?.[0]).toMatchObject({ id: 'drop-column', help: { markdown: '# drop-column\n' } });
});
