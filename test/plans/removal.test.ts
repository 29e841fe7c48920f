import { beforeAll, describe, expect, it } from 'vitest';
import type { OperationPlan } from '../../src/core/plan.js';
import type { PostgresVersion } from '../../src/core/postgres-version.js';
import { operationsAsRun } from '../../src/engine/walk.js';
import { Replay } from '../../src/history/replay.js';
import { planForOrApart, planForOrOutside } from '../../src/plans/plan-for.js';
import { loadSqlParser, readSql } from '../../src/readers/sql/index.js';

const schema = `
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, how mood);
CREATE TABLE checked (id integer PRIMARY KEY, state mood CHECK (state <> 'sad'));
CREATE TABLE secured (id integer PRIMARY KEY);
ALTER TABLE secured ENABLE ROW LEVEL SECURITY;
CREATE VIEW emails AS SELECT email FROM users;`;

beforeAll(() => loadSqlParser());

function planOf(
  sql: string,
  { postgres = 18, way = planForOrApart }: { postgres?: PostgresVersion; way?: typeof planForOrApart } = {},
): OperationPlan | undefined {
  const replay = new Replay();
  replay.startDeploy();
  for (const operation of operationsAsRun(readSql({ path: '1.sql', text: schema }).up)) replay.apply(operation);
  replay.startDeploy();
  const [operation] = readSql({ path: '2.sql', text: sql }).up;
  if (operation === undefined) throw new Error('nothing to plan');
  return way(operation, { schema: replay.schema, postgres, answers: new Map() });
}

function stepsOf(plan: OperationPlan | undefined): readonly string[] | undefined {
  return plan?.steps.map(({ phase, transaction, label }) => `${phase} ${transaction} ${label}`);
}

describe('a file of its own', () => {
  it('keeps the phase and the transaction of what has no other way', () => {
    expect(stepsOf(planOf('INSERT INTO users (id, email) SELECT 1, email FROM emails'))).toEqual([
      'expand file insert_users',
    ]);
  });

  it('is outside a transaction where PostgreSQL wants that, and can be run twice', () => {
    const plan = planOf("ALTER TYPE mood ADD VALUE 'calm'", { postgres: 11 });
    expect(stepsOf(plan)).toEqual(['expand none add_enum_value_mood']);
    expect(plan?.steps[0]?.work).toMatchObject([[{ ifNotExists: true }]]);
    expect(stepsOf(planOf("ALTER TYPE mood ADD VALUE 'calm'", { postgres: 12 }))).toEqual([
      'expand file add_enum_value_mood',
    ]);
    expect(stepsOf(planOf('VACUUM users', { way: planForOrOutside }))).toEqual(['expand none vacuum_users']);
  });
});

describe('no plan where the result would be another', () => {
  it.each([
    ['a primary key goes with its column', 'ALTER TABLE users DROP COLUMN id'],
    ['a view holds on to the column', 'ALTER TABLE users RENAME COLUMN email TO mail'],
    ['a CHECK names the label', "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'"],
    ['columns may go with a type', 'DROP TYPE mood CASCADE'],
    ['nothing shows that the table is there', 'ALTER TABLE IF EXISTS elsewhere RENAME TO there'],
    ['an alias for a type cannot be made', 'ALTER TYPE mood RENAME TO temper'],
  ])('%s: %s', (_, sql) => {
    expect(planOf(sql, { way: planForOrOutside })).toBeUndefined();
  });

  it('row security would not hold behind a view before 15', () => {
    const sql = 'ALTER TABLE secured RENAME TO safe';
    expect(planOf(sql, { postgres: 14, way: planForOrOutside })).toBeUndefined();
    expect(planOf(sql, { postgres: 15 })?.steps[0]?.work[1]).toMatchObject([
      { kind: 'create-view', storageParameters: [{ name: 'security_invoker', value: 'true' }] },
    ]);
  });
});

describe('what is only known of in passing', () => {
  it('is dropped last all the same, with a warning about NOT NULL', () => {
    const plan = planOf('ALTER TABLE elsewhere DROP COLUMN old');
    expect(stepsOf(plan)).toEqual(['contract file drop_elsewhere_old']);
    expect(plan?.notes.join(' ')).toContain('The history does not show elsewhere.old');
  });
});
