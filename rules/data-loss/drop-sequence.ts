import { operationsAfter } from '../../src/core/later.js';
import { displayName } from '../../src/core/name.js';
import { isNewSequence } from '../../src/core/newness.js';
import { defineRule } from '../../src/core/rule.js';
import { planFor } from '../../src/plans/plan-for.js';
import { quoteQualified } from '../../src/postgres/names.js';

export default defineRule({
  id: 'drop-sequence',
  family: 'data-loss',
  severity: 'warning',
  summary: 'Dropping a sequence loses the number it had reached.',
  operations: ['drop-sequence'],
  messages: {
    losesPosition: {
      message: 'Dropping the sequence {{sequence}} loses the number it had reached.',
      why: "Running code that calls nextval('{{sequence}}') fails from the commit on, and a sequence made later in its place begins at 1 unless it is told otherwise.",
      instead:
        'Drop the sequence in a later deployment than the default or the code that used it, and write its last_value down where the numbers go on elsewhere.',
    },
    startsAgain: {
      message: 'The sequence {{sequence}} is dropped and created again: it loses the number it had reached.',
      why: 'A new sequence begins at 1 unless it is told otherwise and hands out numbers that rows already have: inserts fail with duplicate keys, or old numbers point to new things.',
      instead: 'Change it in place with ALTER SEQUENCE {{sqlSequence}} ..., which keeps the number.',
      severity: 'error',
    },
  },
  check(operation, { schema, effects, migration }) {
    const { sequence } = operation;
    if (isNewSequence(schema, sequence)) return undefined;
    const again = operationsAfter(migration, operation).some(
      (later) => later.kind === 'create-sequence' && displayName(later.sequence) === displayName(sequence),
    );
    return {
      messageId: again ? 'startsAgain' : 'losesPosition',
      data: { sequence: displayName(sequence), sqlSequence: quoteQualified(sequence) },
      effects: effects.filter((effect) => effect.kind === 'loses' && effect.cascaded !== true),
    };
  },
  plan: planFor,
});
