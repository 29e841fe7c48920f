import { expect, test } from 'vitest';
import { defineRule } from '../../src/core/rule.js';
import { validateConfig } from '../../src/project/configuration/validate.js';

const timeouts = defineRule({
  id: 'require-timeout',
  family: 'locking',
  severity: 'warning',
  summary: 'A rule with every sort of option.',
  messages: {},
  options: {
    timeouts: { default: 'in-file', description: '', values: ['in-file', 'set-by-runner'] },
    maximum: { default: 5000, description: '' },
    ignore: { default: [], description: '' },
    always: { default: false, description: '' },
  },
});
const known = { rules: new Map([[timeouts.id, timeouts]]), fixed: new Set(['syntax-error']) };

function problemsOf(config: unknown): readonly string[] {
  const result = validateConfig(config, known);
  return result.ok ? [] : result.problems;
}

test('a whole configuration passes', () => {
  const config = {
    $schema: './lockstep.schema.json',
    preset: 'strict',
    postgres: 15,
    transaction: 'none',
    rules: { 'require-timeout': ['error', { timeouts: 'set-by-runner', maximum: 1, ignore: ['a'], always: true }] },
    overrides: [{ files: ['legacy/**'], rules: { 'require-timeout': 'off' }, postgres: 11 }],
    placeholders: ['%\\w+%'],
    ignore: ['*.seed.sql'],
    schema: 'schema.sql',
    unusedSuppressions: 'off',
    requireReason: true,
    maxWarnings: 0,
  };
  expect(problemsOf(config)).toEqual([]);
});

test.each([
  [{ prest: 'strict' }, 'Unknown key "prest". Did you mean "preset"?'],
  [{ extends: 'strict' }, 'Unknown key "extends". Use "preset": "recommended" or "strict".'],
  [{ 'require-timeout': 'off' }, 'Unknown key "require-timeout". It is a rule: put it under "rules".'],
  [{ preset: 'all' }, 'preset must be one of "recommended", "strict", not "all".'],
  [{ postgres: '15' }, 'postgres must be one of 10, 11, 12, 13, 14, 15, 16, 17, 18, not "15".'],
  [{ postgres: 9 }, 'postgres must be one of 10, 11, 12, 13, 14, 15, 16, 17, 18, not 9.'],
  [
    { rules: { 'require-timeuot': 'off' } },
    'rules: There is no rule named "require-timeuot". Did you mean "require-timeout"?',
  ],
  [{ rules: { 'syntax-error': 'off' } }, 'rules: "syntax-error" is always reported and cannot be set.'],
  [
    { rules: { 'require-timeout': 'warn' } },
    'rules.require-timeout must be one of "off", "warning", "error", not "warn".',
  ],
  [{ rules: { 'require-timeout': 2 } }, 'rules.require-timeout must be one of "off", "warning", "error", not 2.'],
  [
    { rules: { 'require-timeout': ['error', { timeout: 1 }] } },
    'rules.require-timeout: the rule has no option "timeout". Did you mean "timeouts"?',
  ],
  [
    { rules: { 'require-timeout': ['error', { timeouts: 'never' }] } },
    'rules.require-timeout[1].timeouts must be one of "in-file", "set-by-runner", not "never".',
  ],
  [
    { rules: { 'require-timeout': ['error', { maximum: '5s' }] } },
    'rules.require-timeout[1].maximum must be a number, not "5s".',
  ],
  [{ rules: ['require-timeout'] }, 'rules must be an object with the names of rules as keys, not ["require-timeout"].'],
  [{ overrides: [{ rules: {} }] }, 'overrides[0]: "files" is missing.'],
  [{ overrides: [{ files: 'a.sql' }] }, 'overrides[0].files must be a list, not "a.sql".'],
  [{ ignore: [1] }, 'ignore[0] must be a string, not 1.'],
  [{ placeholders: 'some' }, 'placeholders must be one of "auto", "none", not "some". Or list patterns.'],
  [{ placeholders: ['('] }, 'placeholders[0] must be a regular expression in a string, not "(".'],
  [{ maxWarnings: -1 }, 'maxWarnings must be a whole number from 0, not -1.'],
  [null, 'The configuration must be an object, not null.'],
  [[], 'The configuration must be an object, not [].'],
])('%j', (config, problem) => {
  expect(problemsOf(config)).toEqual([problem]);
});

test('all problems are told, not only the first', () => {
  expect(problemsOf({ preset: 1, ignore: 'x', toString: true })).toHaveLength(3);
});
