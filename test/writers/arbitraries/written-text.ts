import fc, { type Arbitrary } from 'fast-check';
import type { OperationDraft, OperationKind } from '../../../src/core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../../src/postgres/names.js';
import { readSql } from '../../../src/readers/sql/index.js';
import { name, qualified, text } from './names.js';

/**
 * Operations of a kind that is kept as text: its other fields are an extract, so they are taken from the text. In the
 * templates `%t` stands for any table, `%c` for any column and `%s` for any string.
 */
export function textDraft<K extends OperationKind>(
  kind: K,
  ...templates: readonly string[]
): Arbitrary<OperationDraft<K>> {
  const words = { t: qualified.map(quoteQualified), c: name.map(quoteIdentifier), s: text.map(literal) };
  return fc
    .constantFrom(...templates)
    .chain((template) => {
      const [first = '', ...parts] = template.split('%');
      const filled = parts.map((part) => {
        const mark = part[0] as keyof typeof words; // Templates hold no other marks.
        return words[mark].map((word) => word + part.slice(1));
      });
      return fc.tuple(fc.constant(first), ...filled).map((pieces) => pieces.join(''));
    })
    .map((sql) => {
      const operation = readSql({ path: 'text.sql', text: sql }).up.at(-1);
      if (operation?.kind !== kind) throw new Error(`Not read as ${kind}: ${sql}`);
      // It is of the kind, as has just been seen.
      return operation as unknown as OperationDraft<K>;
    });
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
