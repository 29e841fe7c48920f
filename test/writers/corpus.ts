import { readdirSync, readFileSync } from 'node:fs';
import { readSql } from '../../src/readers/sql/index.js';
import { statementsOf } from '../../src/writers/sql/index.js';
import type { StatementDraft } from '../../src/core/operation.js';
import { topics } from '../proof/cases/index.js';

/** A statement as somebody wrote it, and its operations. */
export interface Specimen {
  readonly sql: string;
  readonly statement: StatementDraft;
}

const folder = (path: string): URL => new URL(path, import.meta.url);

/** Every statement of the fixtures, of the proof and of clauses.sql, each once. */
export function specimens(): readonly Specimen[] {
  const found = new Map<string, Specimen>();
  for (const text of texts()) {
    const { up, down } = readSql({ path: 'm.sql', text });
    for (const operations of [up, down]) {
      for (const statement of statementsOf(operations)) {
        const { start, end } = operations.find((one) => one === statement[0])?.statementSpan ?? { start: 0, end: 0 };
        const sql = text.slice(start, end);
        found.set(sql, { sql, statement });
      }
    }
  }
  return [...found.values()];
}

function texts(): string[] {
  const fixtures = readdirSync(folder('../../fixtures'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql'))
    .map((path) => readFileSync(folder(`../../fixtures/${path}`), 'utf8'));
  const cases = topics.flatMap((topic) => topic.cases.flatMap(({ sql, setup = [] }) => [sql, ...setup]));
  return [...fixtures, ...cases, readFileSync(folder('clauses.sql'), 'utf8')];
}
