import type { OperationPlan, PlannedWork } from '../../src/core/plan.js';
import { isBatched } from '../../src/core/plan.js';
import { writeStatement } from '../../src/writers/sql/index.js';

/** A plan statement by statement, each with its phase; batches with what they change. */
export function outline(plan: OperationPlan | undefined): readonly string[] {
  return plan?.steps.flatMap(({ phase, work }) => work.map((each) => `${phase}: ${inOneLine(each)}`)) ?? [];
}

function inOneLine(work: PlannedWork): string {
  if (!isBatched(work)) return writeStatement(work).replace(/\s+/g, ' ');
  const { change, table, key, where } = work;
  const changes =
    change === 'delete' ? 'deleted' : change.map(({ column, value }) => `${column} = ${value.text}`).join(', ');
  return `batches of ${table.name} by (${key.join(', ')}): ${changes} where ${where.text}`;
}
