import type { Migration } from '../core/migration.js';
import type { Operation } from '../core/operation.js';
import type { WrittenStatement } from './format.js';

/** The statements of the forward part of an SQL migration, in order. */
export function writtenStatements({ up, down, source }: Migration): readonly WrittenStatement[] {
  const statements = grouped(up);
  const starts = [...up, ...down].map(({ statementSpan }) => statementSpan.start);
  let end = 0;
  return statements.map((operations) => {
    const span = operations[0]?.statementSpan ?? { start: end, end };
    const above = commentsIn(source.text.slice(end, span.start).replace(/^[^\n]*\n?/, end === 0 ? '$&' : ''));
    const next = Math.min(source.text.length, ...starts.filter((start) => start >= span.end));
    const rest = /^\s*;?([^\n]*)/.exec(source.text.slice(span.end, next))?.[1] ?? '';
    end = span.end;
    return { operations, text: source.text.slice(span.start, span.end), above, behind: commentsIn(rest) };
  });
}

/** What stands between statements and is neither blank, comment nor semicolon: commands of psql, for instance. */
export function foreignText({ up, down, source }: Migration): string {
  let rest = '';
  let end = 0;
  for (const { statementSpan } of [...up, ...down].sort((a, b) => a.statementSpan.start - b.statementSpan.start)) {
    if (statementSpan.start > end) rest += source.text.slice(end, statementSpan.start);
    end = Math.max(end, statementSpan.end);
  }
  rest += source.text.slice(end);
  return rest
    .replace(comments, '')
    .replace(/[\s;]+/g, ' ')
    .trim();
}

const comments = /--[^\n]*|\/\*[\s\S]*?\*\//g;

function commentsIn(text: string): string {
  return [...text.matchAll(comments)].map(([comment]) => comment.trimEnd()).join('\n');
}

function grouped(operations: readonly Operation[]): readonly (readonly Operation[])[] {
  const statements: Operation[][] = [];
  for (const operation of operations) {
    const current = statements.at(-1);
    if (current?.[0]?.statement === operation.statement) current.push(operation);
    else statements.push([operation]);
  }
  return statements;
}
