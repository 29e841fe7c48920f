import { disturbancesOf, isLasting, strongestLock } from '../../src/core/disturbance.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { displayType } from '../../src/core/type.js';
import { listed, shortName } from '../../src/core/wording.js';
import { alterTypeInSteps } from '../../src/plans/alter-type.js';
import { blockedBy } from '../../src/postgres/blocking.js';

export default defineRule({
  id: 'avoid-rewriting-type-change',
  family: 'locking',
  severity: 'error',
  summary: 'The type of a column is changed so that the table is rewritten, its indexes rebuilt or its rows checked.',
  messages: {
    rewrites: {
      message:
        'Changing the type of {{column}} to {{type}} writes {{table}} and its indexes anew because of {{because}}, under an {{lock}} lock that blocks {{blocked}} until it is done.',
      why: 'Nothing can use {{table}} for as long as the rewrite takes, and it needs the disk space of the table again.',
      instead:
        'Add a new column of type {{type}}, keep it filled with a trigger, copy the old values in batches, let the code move over to it, and drop {{column}}.',
    },
    rebuildsIndexes: {
      message:
        'Changing the type of {{column}} to {{type}} leaves the rows of {{table}} alone but builds {{indexes}} again, under an {{lock}} lock that blocks {{blocked}} until that is done.',
      why: 'Nothing can use {{table}} for as long as the index takes to build.',
      instead:
        'Add a new column of type {{type}} with an index of its own (CREATE INDEX CONCURRENTLY), fill it with a trigger and in batches, and let the code move over to it. Or drop the index concurrently before the change and build it concurrently afterwards, if queries can do without it.',
    },
    checksRows: {
      message:
        'Changing the type of {{column}} to {{type}} does not rewrite {{table}} but reads all of it, to check its constraints again, under an {{lock}} lock that blocks {{blocked}}.',
      why: 'Nothing can use {{table}} for as long as the read takes.',
      instead:
        'Drop the constraints that use {{column}} first, change the type, add them again NOT VALID, and VALIDATE them in a later migration.',
    },
  },
  operations: ['alter-column-type'],
  check(operation, { felt }) {
    const lock = strongestLock(felt);
    if (lock === undefined || !felt.some(isLasting)) return undefined;
    const data = {
      table: displayName(operation.table),
      column: operation.column,
      type: displayType(operation.type),
      lock: lock.mode,
      blocked: blockedBy(lock.mode) ?? 'nothing',
    };
    const effects = disturbancesOf(felt);
    const rewrites = effectsOfKind(felt, 'rewrites');
    const whole = rewrites.find(({ indexesOnly }) => indexesOnly === undefined);
    if (whole !== undefined) return { messageId: 'rewrites', data: { ...data, because: whole.because }, effects };
    const indexes = listed(rewrites.flatMap(({ indexesOnly = [] }) => indexesOnly).map(shortName));
    if (rewrites.length > 0)
      return { messageId: 'rebuildsIndexes', data: { ...data, indexes: indexes || 'its indexes' }, effects };
    return { messageId: 'checksRows', data, effects };
  },
  plan: alterTypeInSteps,
});
