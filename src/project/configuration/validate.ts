import type { OptionDefinition, Rule } from '../../core/rule.js';
import { didYouMean } from './closest.js';
import type { Config } from './config.js';
import { configShape } from './shape.js';
import type { Shape } from './shape.js';

/** The rules by their names, and names that are no rules to configure, with the sentence that says what to do instead. */
export interface KnownRules {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly fixed: ReadonlySet<string>;
}

/** The configuration that a value is, or a sentence for everything that keeps it from being one. */
export type Validated =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problems: readonly string[] };

/** Checks a configuration against its shape and the rules. Finds all problems, not only the first. */
export function validateConfig(value: unknown, known: KnownRules): Validated {
  const problems: string[] = [];
  check(value, configShape, '', known, problems);
  // Every key and value was just checked against the shape that `Config` is the type of.
  return problems.length === 0 ? { ok: true, config: value as Config } : { ok: false, problems };
}

function check(value: unknown, shape: Shape, at: string, known: KnownRules, problems: string[]): void {
  switch (shape.kind) {
    case 'object':
      checkObject(value, shape, at, known, problems);
      break;
    case 'list':
      if (!Array.isArray(value)) problems.push(wrong(at, value, 'a list'));
      else value.forEach((item, index) => check(item, shape.of, `${at}[${index}]`, known, problems));
      break;
    case 'rules':
      if (!isObject(value)) problems.push(wrong(at, value, 'an object with the names of rules as keys'));
      else for (const [name, setting] of Object.entries(value)) checkRule(name, setting, at, known, problems);
      break;
    case 'word':
      if (!shape.values.some((allowed) => allowed === value)) problems.push(wrong(at, value, oneOf(shape.values)));
      break;
    case 'word-or-patterns':
      checkPatterns(value, shape.values, at, problems);
      break;
    case 'text':
      if (typeof value !== 'string') problems.push(wrong(at, value, 'a string'));
      break;
    case 'boolean':
      if (typeof value !== 'boolean') problems.push(wrong(at, value, 'true or false'));
      break;
    case 'count':
      if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
        problems.push(wrong(at, value, 'a whole number from 0'));
      }
      break;
  }
}

function checkPatterns(value: unknown, words: readonly string[], at: string, problems: string[]): void {
  if (!Array.isArray(value)) {
    if (!words.some((word) => word === value)) problems.push(`${wrong(at, value, oneOf(words))} Or list patterns.`);
    return;
  }
  for (const [index, pattern] of (value as unknown[]).entries()) {
    if (typeof pattern !== 'string' || !isPattern(pattern)) {
      problems.push(wrong(`${at}[${index}]`, pattern, 'a regular expression in a string'));
    }
  }
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    // RegExp has no other way to say that it does not understand.
    return false;
  }
}

function checkObject(
  value: unknown,
  shape: Shape & { readonly kind: 'object' },
  at: string,
  known: KnownRules,
  problems: string[],
): void {
  if (!isObject(value)) {
    problems.push(wrong(at, value, 'an object'));
    return;
  }
  for (const [name, child] of Object.entries(value)) {
    const key = Object.hasOwn(shape.keys, name) ? shape.keys[name] : undefined;
    if (key !== undefined) check(child, key.shape, join(at, name), known, problems);
    else problems.push(unknownKey(at, name, Object.keys(shape.keys), known));
  }
  for (const name of shape.required ?? []) {
    if (value[name] === undefined) problems.push(`${at}: "${name}" is missing.`);
  }
}

function unknownKey(at: string, name: string, keys: readonly string[], known: KnownRules): string {
  const place = at === '' ? '' : ` in ${at}`;
  if (known.rules.has(name)) return `Unknown key "${name}"${place}. It is a rule: put it under "rules".`;
  if (name === 'extends') return `Unknown key "extends"${place}. Use "preset": "recommended" or "strict".`;
  const suggestion = didYouMean(name, keys);
  return `Unknown key "${name}"${place}.${suggestion || ` Allowed: ${keys.join(', ')}.`}`;
}

function checkRule(name: string, setting: unknown, at: string, known: KnownRules, problems: string[]): void {
  const rule = known.rules.get(name);
  if (rule === undefined) {
    problems.push(`${at}: ${noSuchRule(name, known)}`);
    return;
  }
  const place = join(at, name);
  const [severity, options, ...rest] = Array.isArray(setting) ? (setting as unknown[]) : [setting];
  if (!severities.some((allowed) => allowed === severity)) problems.push(wrong(place, severity, oneOf(severities)));
  if (rest.length > 0) problems.push(`${place}: a setting is [severity, options] and nothing more.`);
  if (options === undefined) return;
  if (!isObject(options)) {
    problems.push(wrong(`${place}[1]`, options, 'an object with the options of the rule'));
    return;
  }
  for (const [option, value] of Object.entries(options)) {
    const definition = Object.hasOwn(rule.options, option) ? rule.options[option] : undefined;
    if (definition === undefined) problems.push(unknownOption(place, option, Object.keys(rule.options)));
    else checkOption(value, definition, `${place}[1].${option}`, problems);
  }
}

/** Why a name cannot be used as a rule's, and which one may be meant. */
export function noSuchRule(name: string, known: KnownRules): string {
  if (known.fixed.has(name)) return `"${name}" is always reported and cannot be set.`;
  const suggestion = didYouMean(name, known.rules.keys());
  return `There is no rule named "${name}".${suggestion || ' Run "lockstep rules" for their names.'}`;
}

function unknownOption(place: string, option: string, options: readonly string[]): string {
  if (options.length === 0) return `${place}: the rule has no options, but "${option}" was given.`;
  return `${place}: the rule has no option "${option}".${didYouMean(option, options) || ` Allowed: ${options.join(', ')}.`}`;
}

function checkOption(value: unknown, definition: OptionDefinition, at: string, problems: string[]): void {
  const { default: example, values } = definition;
  if (values !== undefined && !Array.isArray(example)) {
    if (typeof value !== 'string' || !values.includes(value)) problems.push(wrong(at, value, oneOf(values)));
  } else if (Array.isArray(example)) {
    const items: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
    if (!items?.every((item) => typeof item === 'string')) problems.push(wrong(at, value, 'a list of strings'));
    else if (values !== undefined) {
      for (const item of items) if (!values.includes(item)) problems.push(wrong(at, item, oneOf(values)));
    }
  } else if (typeof value !== typeof example) problems.push(wrong(at, value, `a ${typeof example}`));
  else if (typeof value === 'number' && !(value >= 0)) problems.push(wrong(at, value, 'a number from 0'));
}

const severities = ['off', 'warning', 'error'] as const;

function wrong(at: string, value: unknown, expected: string): string {
  const place = at === '' ? 'The configuration' : at;
  return `${place} must be ${expected}, not ${shown(value)}.`;
}

function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  const text = (JSON.stringify(value) as string | undefined) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function oneOf(values: readonly (string | number)[]): string {
  return `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;
}

function join(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
