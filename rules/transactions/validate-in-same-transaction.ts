import { displayName } from '../../src/core/name.js';
import { isNewTable, isNewType } from '../../src/core/newness.js';
import type { OperationOf } from '../../src/core/operation.js';
import { earlierInTransaction } from '../../src/core/renames.js';
import type { Step } from '../../src/core/rule.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey, tableOf } from '../../src/core/schema.js';
import { transactionSigns } from '../../src/core/transaction-signs.js';
import type { Schema } from '../../src/core/schema.js';
import { commandName } from '../../src/core/wording.js';
import { planFor } from '../../src/plans/plan-for.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { quoteIdentifier } from '../../src/postgres/names.js';

export default defineRule({
  id: 'validate-in-same-transaction',
  family: 'transactions',
  severity: 'error',
  summary: 'A constraint is added NOT VALID and validated in the same transaction, which gains nothing.',
  operations: ['validate-constraint', 'alter-domain'],
  messages: {
    holdsLock: {
      message:
        'The constraint {{name}} is validated in the transaction that adds it: the {{lock}} lock that {{command}} took on {{table}} is held while all rows are read.',
      why: 'NOT VALID is meant to let the strong lock go before the rows are read. In one transaction {{blocked}} wait for the whole scan, exactly as without NOT VALID.',
      instead:
        'COMMIT between the two, or put VALIDATE CONSTRAINT {{sqlName}} into a migration of its own: it then takes a lock that lets reads and writes pass.',
    },
    holdsDomain: {
      message: 'The constraint {{name}} of the domain {{table}} is validated in the transaction that adds it.',
      why: 'NOT VALID is meant to let the locks go before the rows are read. In one transaction the tables with columns of the domain stay locked for the whole scan, exactly as without it.',
      instead: 'COMMIT between the two, or put VALIDATE CONSTRAINT {{sqlName}} into a migration of its own.',
    },
  },
  check(operation, { schema, felt, held, before, transaction }) {
    if (operation.kind === 'alter-domain') {
      const { domain, change } = operation;
      if (change.kind !== 'validate-constraint' || isNewType(schema, domain)) return undefined;
      if (!isAddedBefore(operation, change.name, earlierInTransaction(before, transaction, domain.name)))
        return undefined;
      return {
        messageId: 'holdsDomain',
        data: {
          name: change.name,
          sqlName: quoteIdentifier(change.name),
          table: displayName(domain),
          command: '',
          lock: '',
          blocked: '',
        },
        effects: felt.filter(({ kind }) => kind === 'locks' || kind === 'scans'),
      };
    }
    const { table, name } = operation;
    if (isNewTable(schema, table) || !isAddedInThisTransaction(operation, schema)) return undefined;
    const lock = held.find(({ relation }) => relation === relationKey(schema, table));
    return {
      messageId: 'holdsLock',
      data: {
        name,
        sqlName: quoteIdentifier(name),
        table: displayName(table),
        lock: lock?.mode ?? 'strong',
        command: lock === undefined ? 'ADD CONSTRAINT' : commandName(lock.takenBy),
        blocked: (lock && blockedBy(lock.mode)) ?? 'writes',
      },
      effects: felt.filter(({ kind }) => kind === 'locks' || kind === 'scans'),
    };
  },
  repair(operation, _, { migration }) {
    const { start } = operation.statementSpan;
    // Only between a BEGIN and a COMMIT of the file itself, and not where one statement does both.
    const pair = transactionSigns(migration).opened.find(
      ({ begin, end }) => begin.span.start < start && end?.kind === 'commit' && start < end.span.start,
    );
    if (pair === undefined || !migration.up.includes(operation) || operation.span.start !== start) return undefined;
    const edit = { span: { start, end: start }, text: 'COMMIT;\nBEGIN;\n' };
    return { title: 'Commit before validating', applicability: 'unsafe', edits: [edit] };
  },
  plan: planFor,
});

function isAddedInThisTransaction({ table, name }: OperationOf<'validate-constraint'>, schema: Schema): boolean {
  const constraint = tableOf(schema, table)?.constraints.find((other) => other.name === name);
  if (constraint === undefined || constraint.valid) return false;
  return constraint.birth.deploy === schema.deploy && constraint.birth.transaction === schema.transaction;
}

function isAddedBefore({ domain }: OperationOf<'alter-domain'>, name: string, earlier: readonly Step[]): boolean {
  return earlier.some(
    ({ operation: other }) =>
      other.kind === 'alter-domain' &&
      displayName(other.domain) === displayName(domain) &&
      other.change.kind === 'add-check' &&
      other.change.check.notValid &&
      other.change.check.name === name,
  );
}
