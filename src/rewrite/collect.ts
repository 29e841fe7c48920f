import type { Finding } from '../core/finding.js';
import { append } from '../core/lists.js';
import type { Migration } from '../core/migration.js';
import type { Operation } from '../core/operation.js';
import type { OperationPlan } from '../core/plan.js';
import type { Rule } from '../core/rule.js';
import { judge } from '../engine/judge.js';
import type { Settings } from '../engine/judge.js';
import { stepThrough } from '../engine/steps.js';
import type { Replay } from '../history/replay.js';

/** What the rules say about a migration, and the way out of each operation that has one. */
export interface Collected {
  readonly findings: readonly Finding[];
  readonly plans: ReadonlyMap<Operation, OperationPlan>;
  /** The replay after the migration. */
  readonly after: Replay;
}

/** Judges a migration and asks the rules that found something for their plans. `before` is left as it is. */
export function collectPlans(
  migration: Migration,
  before: Replay,
  settings: Settings,
  answers: ReadonlyMap<string, string>,
): Collected {
  const wanted = new Map<Operation, Rule[]>();
  const after = before.fork();
  const { findings } = judge(migration, after, settings, ({ rule, operation }) => {
    if (operation !== undefined && rule.plan !== undefined) append(wanted, operation, rule);
  });
  const plans = new Map<Operation, OperationPlan>();
  if (wanted.size === 0) return { findings, plans, after };
  // A second walk, because rules that look at whole migrations speak when the schema has moved on.
  const walk = before.fork();
  stepThrough(migration, walk, settings.postgres, ({ operation }) => {
    if (plans.has(operation)) return;
    for (const rule of wanted.get(operation) ?? []) {
      const { postgres } = settings;
      const plan = rule.plan?.(operation, { schema: walk.schema, postgres, answers, operations: migration.up });
      if (plan === undefined) continue;
      plans.set(operation, plan);
      // What is said about the plan is said once; here it only has nothing more to do.
      for (const replaced of plan.replaces ?? []) plans.set(replaced, { ...plan, steps: [] });
      return;
    }
  });
  return { findings, plans, after };
}
