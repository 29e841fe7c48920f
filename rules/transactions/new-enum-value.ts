import { effectsOfKind } from '../../src/core/effect.js';
import { mayFail, reporterOf } from '../../src/core/failure.js';
import { defineRule } from '../../src/core/rule.js';
import { planForOrApart } from '../../src/plans/plan-for.js';

export default defineRule({
  id: 'new-enum-value',
  family: 'transactions',
  severity: 'error',
  summary: 'A new enum value is used in the transaction that adds it, or added in one before PostgreSQL 12.',
  messages: {
    usedAtOnce: {
      message:
        "The new enum value '{{value}}' is used in the transaction that adds it, and PostgreSQL refuses that: {{because}}.",
      why: 'The migration stops here and is rolled back, whatever the tables hold.',
      instead: 'COMMIT after ALTER TYPE ... ADD VALUE, or use the value in a later migration.',
    },
    addedInTransaction: {
      message: 'ALTER TYPE ... ADD VALUE fails on PostgreSQL {{version}}: {{because}}.',
      why: 'Before PostgreSQL 12 the statement cannot run inside a transaction. The migration stops here and is rolled back.',
      instead: 'Put it into a migration of its own that the runner does not wrap in a transaction.',
    },
  },
  checkMigration({ steps, postgres }) {
    if (!steps.some(mayFail)) return undefined;
    return steps.flatMap(({ operation, effects }) => {
      const failures = effectsOfKind(effects, 'fails').filter(
        (failure) => failure.certain && reporterOf(operation, failure) === 'new-enum-value',
      );
      return failures.map((failure) => ({
        messageId: failure.when === 'new-enum-value' ? ('usedAtOnce' as const) : ('addedInTransaction' as const),
        data: { value: failure.object ?? '', because: failure.because, version: String(postgres) },
        effects: [failure],
        operation,
      }));
    });
  },
  plan: planForOrApart,
});
