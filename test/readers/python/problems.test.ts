import { describe, expect, it } from 'vitest';
import { readModule } from './read.js';

describe('Python that does not parse', () => {
  it.each([
    ['an unterminated string', `a = 'abc\nb = 2\n`, `'`],
    ['an unterminated text', `a = """abc\nb = 2\n`, `"""`],
    ['an open bracket', `a = [1, 2\nb = 3\n`, `[`],
    ['a bracket too many', `a = [1]]\n`, `]`],
    ['brackets that cross', `a = [(1, 2]\n`, `(`],
    ['a missing comma', `a = [f(1) f(2)]\n`, `f`],
    ['a missing comma between tuples', `a = [\n    ("a", "b")\n    ("c", "d"),\n]\n`, `("a", "b")\n    ("c", "d")`],
    ['a conflict marker', `a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> x\n`, `<<<<<<< HEAD`],
    ['an unexpected indent', `a = 1\n  b = 2\n`, `b`],
    ['an indent of no block', `if x:\n        a = 1\n    b = 2\n`, `b`],
    ['tabs and spaces', `if x:\n\ta = 1\n        b = 2\n`, `b`],
    ['the print statement of Python 2', `print "x"\n`, `print`],
    ['a function without a body', `def f():\nx = 1\n`, `x`],
    ['a keyword as a name', `class = 3\n`, `=`],
    ['an empty argument', `f(b=)\n`, `)`],
  ])('%s is found at its place', (_, text, place) => {
    const { problems } = readModule(text);
    expect(problems.map(({ span }) => text.slice(span.start, span.end))).toEqual([place]);
  });

  it.each([
    'def f():\n    yield\n',
    'def f():\n    x = yield\n',
    'x = f(1., 2.5)\n',
    'x = 4./6.\n',
    'with a as b.c:\n    pass\n',
    'with (a as b, c as d):\n    pass\n',
    'try:\n    a\nexcept B.C, D.E:\n    pass\n',
    'def f(a, /, *, b):\n    pass\n',
    'match x:\n    case A():\n        pass\n    case {}:\n        pass\n',
    'x = f"{a["b"]}"\n',
    'a = 1; b = 2\n',
    'if x: pass\nelse: pass\n',
    '\fa = 1\n',
    "x = '''<<<<<<< HEAD\n'''\n",
    'type X = int\nasync def f[T](a: T) -> T: ...\n',
    '@a.b(1)\nclass C:\n\tx = 1\n\n\tdef f(self): return 1\n',
    '# only a comment',
    '',
  ])('%j is right', (text) => {
    expect(readModule(text).problems).toEqual([]);
  });

  it('keeps what stands around the mistake', () => {
    const { names, problems } = readModule(`a = 1\nb = f(,)\nc = 3\n`);
    expect(problems).toHaveLength(1);
    expect([...names.keys()]).toEqual(expect.arrayContaining(['a', 'c']));
  });

  it('collects comments only where they may speak to Lockstep', () => {
    expect(readModule(`x = '# no' # yes\n`).comments).toEqual([]);
    const text = `x = '# no' # lockstep-disable drop-column -- why\n`;
    expect(readModule(text).comments).toEqual([
      { text: 'lockstep-disable drop-column -- why', span: { start: 11, end: text.length - 1 } },
    ]);
  });
});
