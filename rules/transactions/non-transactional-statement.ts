import { effectsOfKind } from '../../src/core/effect.js';
import { mayFail, reporterOf } from '../../src/core/failure.js';
import type { Migration } from '../../src/core/migration.js';
import type { Operation, OperationKind } from '../../src/core/operation.js';
import type { Step } from '../../src/core/rule.js';
import { defineRule } from '../../src/core/rule.js';
import { planForOrOutside } from '../../src/plans/plan-for.js';

export default defineRule({
  id: 'non-transactional-statement',
  family: 'transactions',
  severity: 'error',
  summary: 'A statement that cannot run inside a transaction stands in one.',
  messages: {
    insideBlock: {
      message: '{{because}}, and the BEGIN in front of it has opened one: the statement fails.',
      why: 'The migration stops here, and all that the transaction has done is rolled back.',
      instead:
        'COMMIT before the statement, or put it into a migration of its own that runs outside a transaction, with nothing else in it.',
    },
    insideBody: {
      message: '{{because}}, and a DO block or function always runs in one: the statement fails.',
      why: 'The block stops here, and all that it has done is rolled back.',
      instead: 'Take the statement out of the block and put it into a migration of its own, outside a transaction.',
    },
    insideFile: {
      message: '{{because}}, and the runner wraps this file in one: the statement fails.',
      why: 'The migration stops here, and all that the file has done is rolled back.',
      instead:
        'Put it into a migration of its own and tell the runner not to wrap that one (each has its mark: atomic = False, disable_ddl_transaction!, -- +goose NO TRANSACTION, txmode none, transaction:false).',
    },
    insideAssumed: {
      message:
        '{{because}}, and most runners wrap a file in one. Other statements stand beside it here, and a runner that sends the file as one string makes them one transaction too.',
      why: 'The migration then stops here and is rolled back. If the runner does not wrap the file, what ran before stays when this fails.',
      instead:
        'Put it into a migration of its own, outside a transaction. State how the runner executes files in the configuration to settle it.',
      severity: 'warning',
    },
  },
  checkMigration({ steps, migration }) {
    if (!steps.some(mayFail)) return undefined;
    let begun = false;
    return steps.flatMap(({ operation, effects, transaction }) => {
      begun = isOpenAfter(operation, begun, transaction);
      const failures = effectsOfKind(effects, 'fails').filter(
        (failure) => failure.certain && reporterOf(operation, failure) === 'non-transactional-statement',
      );
      const [failure] = failures;
      if (failure === undefined) return [];
      const place = placeOf(operation, begun, migration);
      if (place === 'insideAssumed' && !standsBesideOthers(steps, migration)) return [];
      return {
        messageId: place,
        data: { because: failure.because },
        effects: failures,
        operation,
      };
    });
  },
  plan: planForOrOutside,
});

function placeOf(
  operation: Operation,
  begun: boolean,
  { up, transactionSource }: Migration,
): 'insideBody' | 'insideBlock' | 'insideFile' | 'insideAssumed' {
  if (!up.includes(operation)) return 'insideBody';
  if (begun) return 'insideBlock';
  return transactionSource === 'stated' ? 'insideFile' : 'insideAssumed';
}

function isOpenAfter({ kind }: Operation, begun: boolean, transaction: number | undefined): boolean {
  if (kind === 'begin') return true;
  if (kind === 'commit' || kind === 'rollback' || kind === 'prepare-transaction') return false;
  return begun && transaction !== undefined;
}

/** Nothing but statements of this sort and settings: its author wrote the file to run without a transaction. */
function standsBesideOthers(steps: readonly Step[], migration: Migration): boolean {
  if (migration.statements < 2) return false;
  return steps.some(
    ({ operation, effects }) =>
      !harmless.has(operation.kind) &&
      !effects.some((effect) => effect.kind === 'fails' && effect.when === 'in-transaction'),
  );
}

const harmless: ReadonlySet<OperationKind> = new Set([
  'set-parameter',
  'reset-parameter',
  'session-statement',
  'comment',
  'select',
  'begin',
  'commit',
]);
