import { PGlite } from 'pglite18';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../src/core/operation.js';
import { Replay } from '../../src/history/replay.js';
import { loadSqlParser, readSql } from '../../src/readers/sql/index.js';
import { listCatalogue, listSchema } from './catalogue.js';
import { scenarios } from './scenarios.js';

beforeAll(loadSqlParser);

interface Statement {
  readonly text: string;
  readonly operations: readonly Operation[];
}

/** The statements of a script with their operations. */
function statementsOf(text: string): readonly Statement[] {
  const { up, problems } = readSql({ path: 'scenario.sql', text });
  expect(problems).toEqual([]);
  const statements = new Map<number, { text: string; operations: Operation[] }>();
  for (const operation of up) {
    const { start, end } = operation.statementSpan;
    const statement = statements.get(operation.statement) ?? { text: text.slice(start, end), operations: [] };
    statement.operations.push(operation);
    statements.set(operation.statement, statement);
  }
  return [...statements.values()];
}

describe.each(Object.entries(scenarios))('%s', (_name, script) => {
  const replay = new Replay();
  let database: PGlite;

  beforeAll(async () => {
    database = await PGlite.create();
    replay.startDeploy();
  });
  afterAll(() => database.close());

  test('the replayed schema equals the catalogue of PostgreSQL after every statement', async () => {
    for (const { text, operations } of statementsOf(script)) {
      await database.exec(text).catch((error: unknown) => {
        throw new Error(`PostgreSQL refuses: ${text}`, { cause: error });
      });
      for (const operation of operations) replay.apply(operation);
      expect(listSchema(replay.schema), text).toEqual(await listCatalogue(database));
    }
  });
});
