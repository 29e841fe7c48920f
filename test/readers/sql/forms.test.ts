import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser, readSql } from '../../../src/readers/sql/index.js';

const text = readFileSync(new URL('../../../fixtures/readers/sql/forms.sql', import.meta.url), 'utf8');

/** Each form is a comment with the kinds it gives, and the statement on the line after. */
const forms = [...text.matchAll(/^-- ([a-z -]+)\n([^-\n].*);$/gm)].map(([, kinds = '', sql = '']) => ({
  kinds: kinds.split(' '),
  sql,
}));

beforeAll(loadSqlParser);

describe('statement forms', () => {
  it('are all there', () => {
    expect(forms.length).toBeGreaterThanOrEqual(250);
  });

  it.each(forms)('$sql', ({ sql, kinds }) => {
    const { up, problems, statements } = readSql({ path: 'm.sql', text: `/* é */ ${sql} ; -- end` });
    expect(problems).toEqual([]);
    expect(up.map((operation) => operation.kind)).toEqual(kinds);
    expect(statements).toBe(1);
    for (const { statementSpan, span, statement } of up) {
      expect(statement).toBe(0);
      expect(statementSpan).toEqual({ start: 8, end: 8 + sql.length });
      expect(span.start).toBeGreaterThanOrEqual(statementSpan.start);
      expect(span.end).toBeLessThanOrEqual(statementSpan.end);
    }
    if (up.length === 1 && up[0]?.kind !== 'delete') expect(up[0]?.span).toEqual(up[0]?.statementSpan);
  });

  it('read alike in one file', () => {
    const { up, problems, statements } = readSql({ path: 'm.sql', text });
    expect(problems).toEqual([]);
    expect(statements).toBe(forms.length);
    expect(up.map((operation) => operation.kind)).toEqual(forms.flatMap(({ kinds }) => kinds));
  });

  it('read alike one by one, when a statement of the file is wrong', () => {
    const { up, problems, statements } = readSql({ path: 'm.sql', text: `${text}\nselect * frm;\n` });
    expect(problems).toHaveLength(1);
    expect(statements).toBe(forms.length + 1);
    expect(up).toEqual(readSql({ path: 'm.sql', text }).up);
  });
});
