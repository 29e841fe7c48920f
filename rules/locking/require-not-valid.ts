import { disturbancesOf, isLasting, strongestLock } from '../../src/core/disturbance.js';
import { insertAtEnd } from '../../src/core/edit.js';
import { effectsOfKind } from '../../src/core/effect.js';
import type { Effect } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import type { OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import { listed } from '../../src/core/wording.js';
import { planFor } from '../../src/plans/plan-for.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { quoteQualified } from '../../src/postgres/names.js';
import { supports } from '../../src/postgres/features.js';

export default defineRule({
  id: 'require-not-valid',
  family: 'locking',
  severity: 'error',
  summary: 'A CHECK or FOREIGN KEY is added so that existing rows are checked under the lock.',
  messages: {
    check: {
      message:
        'Adding the CHECK {{constraint}} reads all of {{table}} under an {{lock}} lock, which blocks {{blocked}} until every row is checked.',
      why: 'On a large table that is an outage: nothing can use {{table}} for as long as the read takes.',
      instead:
        'Add the constraint NOT VALID, which checks new rows only. Check the old ones with ALTER TABLE {{sqlTable}} VALIDATE CONSTRAINT in a later migration: it blocks neither reads nor writes.',
    },
    foreignKey: {
      message:
        'Adding the FOREIGN KEY {{constraint}} looks up every row of {{table}} in {{referenced}} under {{lock}} locks, which block {{blocked}}.',
      why: 'On a large table that takes long, and every INSERT, UPDATE and DELETE on {{tables}} waits for it.',
      instead:
        'Add the constraint NOT VALID, which checks new rows only. Check the old ones with ALTER TABLE {{sqlTable}} VALIDATE CONSTRAINT in a later migration: it blocks neither reads nor writes.',
    },
    foreignKeyOnPartitioned: {
      message:
        'Adding the FOREIGN KEY {{constraint}} looks up every row of all partitions of {{table}} in {{referenced}} under {{lock}} locks, which block {{blocked}}.',
      why: 'Writes to {{tables}} wait until the last partition is checked, and before PostgreSQL 18 a foreign key of a partitioned table cannot be NOT VALID.',
      instead:
        'Add the constraint to each partition NOT VALID and VALIDATE it there, in later migrations. Then add it to {{table}}, which takes over those of the partitions.',
    },
    enforces: {
      message:
        'ALTER CONSTRAINT {{constraint}} ENFORCED checks all rows of {{table}} under an {{lock}} lock, which blocks {{blocked}} until every row is checked.',
      why: 'On a large table that is an outage: nothing can use {{table}} for as long as the check takes.',
      instead:
        'Drop the constraint and add it again NOT VALID, which is enforced for new rows at once. Check the old ones with ALTER TABLE {{sqlTable}} VALIDATE CONSTRAINT in a later migration.',
    },
    inlineCheck: {
      message:
        'Adding the column {{column}} with an inline CHECK reads all of {{table}} under an {{lock}} lock, which blocks {{blocked}} until every row is checked.',
      why: 'PostgreSQL checks the rows even though all of them get the same value.',
      instead:
        'Add the column without the CHECK. Then ADD CONSTRAINT ... CHECK (...) NOT VALID, and VALIDATE CONSTRAINT in a later migration.',
    },
    inlineForeignKey: {
      message:
        'Adding the column {{column}} with a default and REFERENCES {{referenced}} looks up every row of {{table}} in {{referenced}} under an {{lock}} lock, which blocks {{blocked}}.',
      why: 'The default gives every existing row a value that must be looked up; without a default there would be nothing to look up.',
      instead:
        'Add the column without REFERENCES. Then ADD CONSTRAINT ... FOREIGN KEY (...) NOT VALID, and VALIDATE CONSTRAINT in a later migration.',
    },
  },
  operations: ['add-constraint', 'add-column', 'alter-constraint'],
  check(operation, { felt, schema, postgres }) {
    if (operation.kind === 'add-column') return inlineProblems(operation, felt);
    if (operation.kind === 'alter-constraint') return enforceProblem(operation, felt);
    const { constraint } = operation;
    if (constraint.kind !== 'check' && constraint.kind !== 'foreign-key') return undefined;
    const lock = strongestLock(felt);
    if (lock === undefined || !felt.some(isLasting)) return undefined;
    const table = displayName(operation.table);
    const referenced = constraint.kind === 'foreign-key' ? displayName(constraint.references) : '';
    const partitioned = tableOf(schema, operation.table)?.partitionBy !== undefined;
    return {
      messageId:
        constraint.kind === 'check'
          ? 'check'
          : partitioned && !supports(postgres, 'partitioned-foreign-key-not-valid')
            ? 'foreignKeyOnPartitioned'
            : 'foreignKey',
      data: {
        table,
        sqlTable: quoteQualified(operation.table),
        constraint: constraint.name ?? 'constraint',
        referenced,
        tables: listed([...new Set([table, referenced])]),
        lock: lock.mode,
        blocked: blockedBy(lock.mode) ?? 'nothing',
      },
      effects: disturbancesOf(felt),
    };
  },
  repair(operation, problem, { migration }) {
    if (problem.messageId !== 'check' && problem.messageId !== 'foreignKey') return undefined;
    const edit = insertAtEnd(migration, operation, ' NOT VALID');
    // Unsafe: the constraint stays unproven until a later migration validates it.
    return edit && { title: 'Add the constraint NOT VALID', applicability: 'unsafe', edits: [edit] };
  },
  plan: planFor,
});

function enforceProblem(operation: OperationOf<'alter-constraint'>, felt: readonly Effect[]) {
  const lock = strongestLock(felt);
  if (operation.enforced !== true || lock === undefined || !felt.some(isLasting)) return undefined;
  const data = {
    table: displayName(operation.table),
    sqlTable: quoteQualified(operation.table),
    constraint: operation.name,
    lock: lock.mode,
    blocked: blockedBy(lock.mode) ?? 'nothing',
  };
  return { messageId: 'enforces' as const, data, effects: disturbancesOf(felt) };
}

function inlineProblems(operation: OperationOf<'add-column'>, felt: readonly Effect[]) {
  const { column } = operation;
  const lock = strongestLock(felt);
  // A rewrite checks the rows in passing; avoid-rewriting-column speaks about it.
  if (lock === undefined || !felt.some(isLasting) || effectsOfKind(felt, 'rewrites').length > 0) return undefined;
  const filled = column.default !== undefined && column.default.text.toUpperCase() !== 'NULL';
  return operation.constraints.flatMap((constraint) => {
    const checked = constraint.kind === 'check' ? constraint.enforced : constraint.kind === 'foreign-key' && filled;
    if (!checked) return [];
    const data = {
      table: displayName(operation.table),
      column: column.name,
      referenced: constraint.kind === 'foreign-key' ? displayName(constraint.references) : '',
      lock: lock.mode,
      blocked: blockedBy(lock.mode) ?? 'nothing',
    };
    const messageId = constraint.kind === 'check' ? ('inlineCheck' as const) : ('inlineForeignKey' as const);
    return [{ messageId, data, effects: disturbancesOf(felt) }];
  });
}
