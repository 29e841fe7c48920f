import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import type { Config } from '../../src/project/configuration/config.js';
import { configJsonSchema } from '../../src/project/configuration/json-schema.js';
import { configShape } from '../../src/project/configuration/shape.js';
import { validateConfig } from '../../src/project/configuration/validate.js';

const accepts = new Ajv({ strict: false }).compile(configJsonSchema(rules));
const known = { rules: new Map(rules.map((rule) => [rule.id, rule])), fixed: new Set<string>() };
const [rule] = rules;
const id = rule?.id ?? '';

test('the shape has the keys of the type', () => {
  const keys = {
    $schema: 0,
    preset: 0,
    rules: 0,
    runner: 0,
    transaction: 0,
    postgres: 0,
    placeholders: 0,
    overrides: 0,
    ignore: 0,
    schema: 0,
    unusedSuppressions: 0,
    requireReason: 0,
    django: 0,
    maxWarnings: 0,
  } satisfies Record<keyof Config, 0>;
  expect(Object.keys(configShape.keys).sort()).toEqual(Object.keys(keys).sort());
});

test.each([
  [{}, true],
  [{ preset: 'strict', postgres: 12, rules: { [id]: 'off' } }, true],
  [{ rules: { [id]: ['error'] } }, true],
  [{ rules: { [id]: ['error', { nonsense: 1 }] } }, false],
  [{ overrides: [{ files: ['a'], transaction: 'none' }] }, true],
  [{ overrides: [{}] }, false],
  [{ preset: 'all' }, false],
  [{ unknown: 1 }, false],
  [{ rules: { nonsense: 'off' } }, false],
  [{ maxWarnings: 1.5 }, false],
])('the JSON schema and the checks agree on %j', (config, expected) => {
  expect(accepts(config)).toBe(expected);
  expect(validateConfig(config, known).ok).toBe(expected);
});

test('the configuration of the shop is one', () => {
  expect(accepts(JSON.parse(readFileSync('fixtures/projects/shop/lockstep.config.json', 'utf8')))).toBe(true);
});
