import { UsageError } from './errors.js';

/**
 * Compiles the glob patterns of `ignore` and `overrides.files` to one test over paths relative to the configuration's
 * directory, with forward slashes. `*` and `?` stay within a path segment, `**` crosses them, `{a,b}` and `[abc]` are
 * understood. As in .gitignore, a pattern without a slash matches at any depth, and a pattern that names a directory
 * matches all that is in it.
 */
export function compileGlobs(patterns: readonly string[]): (path: string) => boolean {
  const expressions = patterns.map(compile);
  return (path) => expressions.some((expression) => expression.test(path));
}

/** Whether a path argument is meant as a pattern: it holds one of the signs that patterns are made of. */
export function isGlob(argument: string): boolean {
  return /[*?{}[\]]/.test(argument);
}

function compile(pattern: string): RegExp {
  const trimmed = pattern.replace(/^\.?\//, '').replace(/\/+$/, '');
  const anywhere = trimmed.includes('/') || pattern.startsWith('/') ? '' : '(?:.*/)?';
  try {
    return new RegExp(`^${anywhere}${translate(trimmed)}(?:/.*)?$`, 's');
  } catch {
    // Only brackets are handed on as they are, so it is one of them that RegExp does not take.
    throw new UsageError(`The pattern ${JSON.stringify(pattern)} in the configuration has brackets that mean nothing.`);
  }
}

function translate(pattern: string): string {
  let expression = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (pattern.startsWith('**/', at)) {
      expression += '(?:.*/)?';
      at += 2;
    } else if (pattern.startsWith('**', at)) {
      expression += '.*';
      at += 1;
    } else if (character === '*') expression += '[^/]*';
    else if (character === '?') expression += '[^/]';
    else if (character === '{' && pattern.includes('}', at)) {
      expression += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      expression += ')';
      depth--;
    } else if (character === ',' && depth > 0) expression += '|';
    else if (character === '[' && pattern.indexOf(']', at) > at + 1) {
      const end = pattern.indexOf(']', at);
      expression += `[${pattern
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replace(/\\/g, '\\\\')}]`;
      at = end;
    } else expression += character.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  }
  return expression + ')'.repeat(depth);
}
