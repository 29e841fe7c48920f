import { corpus } from './corpus.js';
import { Random } from './random.js';

/** The input with a number, out of the endless list that belongs to a seed: a few statements, bent in a few places. */
export function inputFor(seed: number, number: number): string {
  const random = new Random(Math.imul(seed, 0x9e3779b1) + number);
  let text = '';
  for (let left = 1 + random.below(4); left > 0; left--) text += random.pick(corpus) + random.pick(endings);
  for (let left = random.below(5); left > 0; left--) text = random.pick(mutations)(text, random);
  return text;
}

const endings = [';\n', ';\n', ';\n\n', '; ', ';', '\n', ';\r\n', '; -- end\n', ';;\n', ''];

type Mutation = (text: string, random: Random) => string;

const mutations: readonly Mutation[] = [
  (text, random) => onTokens(text, (tokens) => tokens.splice(random.below(tokens.length), 1 + random.below(3))),
  (text, random) =>
    onTokens(text, (tokens) => {
      const at = random.below(tokens.length);
      tokens.splice(at, 0, ...tokens.slice(at, at + 1 + random.below(4)));
    }),
  (text, random) =>
    onTokens(text, (tokens) => {
      const [one, other] = [random.below(tokens.length), random.below(tokens.length)];
      [tokens[one], tokens[other]] = [tokens[other] ?? '', tokens[one] ?? ''];
    }),
  (text, random) =>
    onTokens(text, (tokens) => {
      tokens[random.below(tokens.length)] = random.pick(tokensOf(random.pick(corpus)));
    }),
  (text, random) => insert(text, random.pick(fragments), random),
  (text, random) => insert(text, random.pick(fragments), random),
  (text, random) => insert(text, String.fromCharCode(random.below(256)), random),
  (text, random) => insert(text, String.fromCharCode(random.below(0x10000)), random),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text.slice(random.below(text.length + 1)),
  (text, random) => {
    const at = random.below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + random.below(6));
  },
  (text, random) => splice(text, random.pick(corpus), random),
  (text, random) => random.pick(wrappings)(text),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.toUpperCase(),
];

/** What has a meaning of its own to a reader of SQL, or to one of the programs around it. */
const fragments = [
  ...["'", '"', "''", "E'\\", "U&'\\", "b'01", '$$', '$a$', '$1', '$', ';', ';;', ',', '.', '::', ':', ':=', '..'],
  ...['(', ')', '((', '))', '[', ']', '{', '}', '--', '-- x\n', '/*', '*/', '/*/', '/* x */', '*', '@-', '|/', '!!='],
  ...['\0', '\uFEFF', '\u00a0', '\u2028', 'é', '日本', '😀', '\ud83d', '\udc00', '\\', '\n', '\r', '\t', '\v', '\f'],
  ...['${name}', '{{ name }}', '{% if x %}', ':name', ":'name'", ':"name"', '%s', '%(name)s', '?', '@name', '#{x}'],
  ...[
    '\n\\connect x\n',
    '\n\\.\n',
    '\n\\i x.sql',
    '\\gexec\n',
    'COPY t FROM stdin;\n1\t2\n\\.\n',
    'COPY t FROM stdin;\n',
  ],
  ...[' BEGIN; ', ' COMMIT; ', ' END; ', ' BEGIN ATOMIC ', 'DO $$ ', ' END $$;', ' LANGUAGE plpgsql ', ' AS ', ' NOT '],
  ...[
    ' NULL ',
    ' CASE WHEN ',
    ' SELECT ',
    ' 1e',
    ' 0x',
    ' 1_',
    " '1' 'a' ",
    "\n'a'\n'b'",
    'GO\n',
    'DELIMITER //\n',
    '`a`',
  ],
  ...[
    '-- lockstep-disable\n',
    '-- lockstep-disable-next-line\n',
    '-- lockstep-disable-next-line x -- y\n',
    '#!/bin/sh\n',
  ],
];

const wrappings: readonly ((text: string) => string)[] = [
  (text) => `(${text})`,
  (text) => `DO $$ BEGIN ${text}; END $$;`,
  (text) => `DO $wrap$ BEGIN IF true THEN ${text}; END IF; END $wrap$;`,
  (text) => `DO $wrap$ BEGIN EXECUTE $q$${text}$q$; END $wrap$;`,
  (text) => `DO $wrap$ BEGIN EXECUTE '${text.replaceAll("'", "''")}'; END $wrap$;`,
  (text) => `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $wrap$ BEGIN ${text}; END $wrap$;`,
  (text) => `CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $wrap$ ${text} $wrap$;`,
  (text) => `BEGIN;\n${text}\nCOMMIT;`,
  (text) => `EXPLAIN ANALYZE ${text}`,
  (text) => `/* ${text} */ SELECT 1;`,
  (text) => `\uFEFF${text}`,
  (text) => `SELECT 'é😀';${text}`,
];

function onTokens(text: string, change: (tokens: string[]) => void): string {
  const tokens = tokensOf(text);
  if (tokens.length > 0) change(tokens);
  return tokens.join('');
}

function tokensOf(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}_]+|'[^']*'|./gsu) ?? [''];
}

function insert(text: string, fragment: string, random: Random): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + fragment + text.slice(at);
}

function splice(text: string, other: string, random: Random): string {
  return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1));
}
