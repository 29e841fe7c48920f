import { describe, expect, it } from 'vitest';
import { short, valueOf } from './read.js';

describe('the values of Python expressions', () => {
  it.each<[string, unknown]>([
    [`x = 'a' "b" '''c'''`, 'abc'],
    [`x = r'\\d' '\\x41\\u00e9\\101\\n'`, '\\dA\u00e9A\n'],
    [`x = 'a\\\nb'`, 'ab'],
    [`x = 'unknown \\q stays'`, 'unknown \\q stays'],
    [`x = b'\\x00\\u0041'`, '\0\\u0041'],
    [`x = 1_000`, 1000],
    [`x = 0x1f`, 31],
    [`x = -2.5`, -2.5],
    [`x = 1.`, 1],
    [`x = f(0., 1)`, { call: 'f', args: [0, 1] }],
    [`x = not False and True`, true],
    [`x = [1, *(2, 3)] + [4]`, { list: [1, 2, 3, 4] }],
    [`x = 1,`, { tuple: [1] }],
    [`x = ("a", "b"),`, { tuple: [{ tuple: ['a', 'b'] }] }],
    [`a, b = 1, 2\nx = (b, a)`, { tuple: [2, 1] }],
    [
      `x = {'a': 1, **{'b': 2}}`,
      {
        dict: [
          ['a', 1],
          ['b', 2],
        ],
      },
    ],
    [`x = dict(a=1)`, { dict: [['a', 1]] }],
    [`x = [i + 1 for i in (1, 2) if i != 2]`, { list: [2] }],
    [`x = [f(i) for i in rows]`, { list: [{ spread: { unknown: 'a comprehension' } }] }],
    [`T = 'users'\nx = f'DROP TABLE {T} {{}}'`, 'DROP TABLE users {}'],
    [`x = 'a %s %(b)s' % 1`, ['a %s %(b)s', '%', 1]],
    [`x = '%s of %d%%' % ('a', 2)`, 'a of 2%'],
    [`x = '{} {b}'.format('a', b='c')`, 'a c'],
    [`x = ', '.join(['a', 'b'])`, 'a, b'],
    [`x = 'a b a'.replace('a', 'cc')`, 'cc b cc'],
    [`x = []\nx.append(1)\nx += (2,)\nx.extend([3])\nx.insert(0, 0)`, { list: [0, 1, 2, 3] }],
    [`x = []\nfor i in [1, 2]:\n    x.append(i)`, { list: [1, 2] }],
    [`if DEBUG:\n    x = 1\nelse:\n    x = 2`, { then: 1, otherwise: 2 }],
    [`def double(a, b=2):\n    return [a, b]\nx = double(1)`, { list: [1, 2] }],
    [`class A:\n    b = 1\nclass C(A):\n    pass\nx = C.b`, 1],
    [`x = lambda: 1`, 'function <lambda>'],
    [`x = ~Q(a=1) & Q(b=2)`, [['~', { call: 'Q', args: [['a', 1]] }], '&', { call: 'Q', args: [['b', 2]] }]],
    [`x = Lower('a').desc()`, { call: { of: { call: 'Lower', args: ['a'] }, name: 'desc' }, args: [] }],
  ])('%j', (text, expected) => {
    expect(short(valueOf(text))).toEqual(expected);
  });

  it.each([
    ['from django.db import models as m\nx = m.CharField', '<django.db.models.CharField>'],
    ['import django.db.models\nx = django.db.models.F', '<django.db.models.F>'],
    ['import a.b as c, d\nx = c.e', '<a.b.e>'],
    ['from . import helpers\nx = helpers.f', '<.helpers.f>'],
    ['from ..models import (\n    Order as O,\n)\nx = O', '<..models.Order>'],
    ['try:\n    from a import b\nexcept ImportError:\n    from c import b\nx = b', '<a.b>'],
    ['from django.db.migrations import *\nx = AddField', '<django.db.migrations.AddField>'],
    ['x = list', '<list>'],
  ])('%j resolves its imports', (text, expected) => {
    expect(short(valueOf(text))).toBe(expected);
  });

  it.each([
    `import os\nx = open(os.path.join(os.path.dirname(__file__), 'sql', '1.sql')).read()`,
    `from pathlib import Path\nx = Path(__file__).parent.with_name('migrations').joinpath('sql/1.sql').read_text()`,
    `from pathlib import Path\nx = (Path(__file__).resolve().parent / 'sql' / '1.sql').read_text()`,
    `import os\nwith open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'sql/1.sql')) as f:\n    x = f.read()`,
  ])('%j names a file beside the module', (text) => {
    expect(short(valueOf(text))).toEqual({ 'file-text': 'shop/migrations/sql/1.sql' });
  });

  it('ends soon on text that was made to take long', () => {
    const doubling = `x = 'ab'\nfor i in (${'1,'.repeat(200)}):\n    x = x + x\n`;
    expect(valueOf(doubling)).toBeDefined();
    expect(valueOf(`def f(a):\n    return [f(a), f(a)]\nx = f(1)`)).toBeDefined();
    expect(valueOf(`x = ${'('.repeat(3000)}1${')'.repeat(3000)}`)).toBeDefined();
  });
});
