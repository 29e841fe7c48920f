import type { Operation } from '../../src/core/operation.js';
import { isBatched } from '../../src/core/plan.js';
import type { OperationPlan } from '../../src/core/plan.js';
import type { PostgresVersion } from '../../src/core/postgres-version.js';
import { Replay } from '../../src/history/replay.js';
import { planFor } from '../../src/plans/plan-for.js';
import { readSql } from '../../src/readers/sql/index.js';
import { writeStatement } from '../../src/writers/sql/index.js';

interface Question {
  /** The schema before, deployed long ago. */
  readonly setup: string;
  readonly migration: string;
  readonly postgres?: PostgresVersion;
  readonly answers?: Readonly<Record<string, string>>;
}

/** The plan of the last operation of a migration. */
export function planOf({ setup, migration, postgres = 18, answers = {} }: Question): OperationPlan | undefined {
  const replay = new Replay();
  replay.startDeploy();
  for (const operation of operationsIn(setup)) replay.apply(operation);
  replay.startDeploy();
  const operations = operationsIn(migration);
  const last = operations.at(-1);
  if (last === undefined) throw new RangeError('The migration is empty.');
  for (const operation of operations.slice(0, -1)) replay.apply(operation);
  return planFor(last, { schema: replay.schema, postgres, answers: new Map(Object.entries(answers)), operations });
}

function operationsIn(text: string): readonly Operation[] {
  return readSql({ path: 'migrations/0001.sql', text }).up;
}

/** The steps as `phase, in a transaction or not: statement; statement`. */
export function stepsOf(plan: OperationPlan | undefined): readonly string[] {
  return (plan?.steps ?? []).map(({ phase, transaction, work }) => {
    const statements = work.map((each) => (isBatched(each) ? 'batches' : writeStatement(each)));
    return `${phase}${transaction === 'none' ? ', alone' : ''}: ${statements.join('; ')}`;
  });
}
