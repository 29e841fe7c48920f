import type { ParseError } from './problems.js';

/**
 * Python that `@lezer/python` 1.1 does not know, put in words of equal length that it does: `1.`, a bare `yield`,
 * `with f() as a.b`, `except A, B` (PEP 758), `t"..."` (PEP 750), a form feed. Values are read from the original text,
 * so the words only shape the tree. Returns the text itself when there is nothing it can mend.
 */
export function tolerate(text: string, errors: readonly ParseError[]): string {
  const replacements = new Map<number, string>();
  for (const error of errors) {
    const replacement = replacementFor(text, error);
    if (replacement !== undefined) replacements.set(replacement.at, replacement.text);
  }
  if (replacements.size === 0) return text;
  let mended = '';
  let done = 0;
  for (const [at, replacement] of [...replacements].sort(([a], [b]) => a - b)) {
    if (at < done) continue;
    mended += text.slice(done, at) + replacement;
    done = at + replacement.length;
  }
  return mended + text.slice(done);
}

interface Replacement {
  readonly at: number;
  readonly text: string;
}

function replacementFor(text: string, { start, ancestors }: ParseError): Replacement | undefined {
  const parent = ancestors.at(-1);
  const sign = text[start];
  if (sign === '\f') return { at: start, text: ' ' };
  const before = text.slice(Math.max(0, start - 60), start).trimEnd();
  const beforeAt = start - (text.slice(Math.max(0, start - 60), start).length - before.length);
  if (parent === 'MemberExpression' && /\d\.$/.test(before)) return { at: beforeAt - 1, text: '0' };
  if (parent?.startsWith('Yield') === true && text.endsWith('yield', start)) return { at: start - 5, text: '_____' };
  if (parent === 'TryStatement') {
    const comma = text.lastIndexOf(',', start);
    const between = text.slice(comma + 1, start);
    return comma >= 0 && /^[ \t\w.]*$/.test(between) ? { at: comma, text: '|' } : undefined;
  }
  if (sign === '*' && (parent === 'MemberExpression' || parent === 'TypeDef')) return { at: start, text: ' ' };
  if ((sign === '"' || sign === "'") && /(^|\W)t$/i.test(text.slice(Math.max(0, start - 2), start))) {
    return { at: start - 1, text: 'f' };
  }
  if (parent === 'WithStatement') return withTarget(text, start);
  if (parent === 'ParamList' && sign === '/') return { at: start, text: '_' };
  return undefined;
}

/** `with f() as (a, b):` binds what no migration needs: any name will do. */
function withTarget(text: string, at: number): Replacement | undefined {
  const line = text.lastIndexOf('\n', at) + 1;
  const before = /^(.*\bas\s+)[\w.]*$/s.exec(text.slice(line, at));
  if (before === null) return undefined;
  const start = line + (before[1] ?? '').length;
  const target = /^(\([^()\n]*\)|[\w.]+(\[[^\]\n]*\])?)/.exec(text.slice(start));
  return target === null ? undefined : { at: start, text: target[0].replace(/\W/g, '_') };
}
