import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileOffset, fileSpan } from '../../../src/readers/python/text.js';
import type { PythonString } from '../../../src/readers/python/value.js';
import { readModule, valueOf } from './read.js';

/** A character and how a literal writes it. */
const written = fc.oneof(
  fc.constantFrom('a', 'b', ' ', '0', ';', 'é', 'λ').map((sign) => ({ sign, source: sign })),
  fc.constantFrom(
    { sign: '\n', source: '\\n' },
    { sign: "'", source: "\\'" },
    { sign: '"', source: '\\"' },
    { sign: '\\', source: '\\\\' },
    { sign: 'A', source: '\\x41' },
    { sign: '€', source: '\\u20ac' },
    { sign: '😀', source: '\\U0001F600' },
    { sign: '😀', source: '😀' },
    { sign: '', source: '\\\n' },
  ),
);

const literal = fc.record({
  quotes: fc.constantFrom("'", '"', "'''", '"""'),
  signs: fc.array(written, { maxLength: 12 }),
});

describe('places in evaluated strings', () => {
  it('are where the characters are written, whatever the escapes and however many literals', () => {
    fc.assert(
      fc.property(fc.array(literal, { minLength: 1, maxLength: 4 }), (literals) => {
        const { source, signs } = assemble(literals);
        const value = asString(valueOf(source));
        expect(value.text).toBe(signs.map(({ sign }) => sign).join(''));
        let offset = 0;
        for (const { sign, source: text, at } of signs) {
          if (sign !== '') expect(fileOffset(value, offset)).toBe(at);
          if (sign !== '')
            expect(fileSpan(value, offset, offset + sign.length)).toEqual({ start: at, end: at + text.length });
          offset += sign.length;
        }
      }),
    );
  });

  it.each([
    [`import textwrap\nx = textwrap.dedent("""\\\n    SELECT 1;\n      DROP TABLE users;\n    """)`],
    [`T = "users"\nx = f"SELECT 1; {''}DROP TABLE users"`],
    [`x = """\n  SELECT 'a\\'b'; DROP TABLE users\n""".strip()`],
    [`x = "SELECT %s; " % 1 + "DROP " \\\n  "TABLE users"`],
    [`x = ("a;"\n     # a comment\n     "DROP TABLE" " users")`],
  ])('%j: the place of DROP is found', (source) => {
    const value = asString(valueOf(source));
    const at = fileOffset(value, value.text.indexOf('DROP'));
    expect(readModule(source).source.text.slice(at, at + 4)).toBe('DROP');
  });

  it('stands for the whole replacement where a name was filled in', () => {
    const source = `T = "users"\nx = f"DROP TABLE {T} CASCADE"`;
    const value = asString(valueOf(source));
    const { start, end } = fileSpan(value, value.text.indexOf('sers'), value.text.indexOf('rs'));
    expect(source.slice(start, end)).toBe('{T}');
    const { start: from, end: to } = fileSpan(value, 0, value.text.length);
    expect(source.slice(from, to)).toBe('DROP TABLE {T} CASCADE');
  });

  it('reads line ends of Windows as Python does', () => {
    const source = 'x = """a\r\nDROP"""';
    const value = asString(valueOf(source));
    expect(value.text).toBe('a\nDROP');
    expect(fileOffset(value, 2)).toBe(source.indexOf('DROP'));
  });
});

function asString(value: ReturnType<typeof valueOf>): PythonString {
  if (value.kind !== 'string') throw new Error(`a ${value.kind}`);
  return value;
}

function assemble(
  literals: readonly {
    readonly quotes: string;
    readonly signs: readonly { readonly sign: string; readonly source: string }[];
  }[],
) {
  let source = 'x = (';
  const signs: { readonly sign: string; readonly source: string; readonly at: number }[] = [];
  for (const { quotes, signs: body } of literals) {
    source += ` ${quotes}`;
    for (const { sign, source: text } of body) {
      signs.push({ sign, source: text, at: source.length });
      source += text;
    }
    source += quotes;
  }
  return { source: `${source})`, signs };
}
