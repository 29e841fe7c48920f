import type { ObjectDifference } from '../../src/core/object-difference.js';
import { defineRule } from '../../src/core/rule.js';
import { listedBriefly } from '../../src/core/wording.js';

export default defineRule({
  id: 'down-does-not-undo',
  family: 'compatibility',
  severity: 'warning',
  summary: 'After a migration and its down part the schema is not what it was before.',
  messages: {
    leaves: {
      message: 'The down part leaves behind what the migration makes: {{objects}}.',
      why: 'Whoever goes back and forward again meets an object that is already there, and the migration fails; until then the schema is one that no history describes.',
      instead: 'Undo it too, in the reverse order of the migration.',
    },
    loses: {
      message: 'After the down part there is no {{objects}} any more, which was there before the migration.',
      why: 'The code that runs again after the way back needs what it was written for.',
      instead:
        'Make it again in the down part as it was, or say that there is no way back by leaving the down part empty.',
    },
    changes: {
      message: 'After the down part this is not what it was before the migration: {{objects}}.',
      why: 'The code that runs again after the way back meets another schema than it was written for, and later migrations were written for the one there was.',
      instead: 'Bring back the type, default and constraints there were, in the reverse order of the migration.',
    },
  },
  checkDown({ differences }) {
    return [
      ...problem('leaves', 'left', differences),
      ...problem('loses', 'missing', differences),
      ...problem('changes', 'changed', differences),
    ];
  },
});

function problem<M extends string>(messageId: M, kind: ObjectDifference['kind'], all: readonly ObjectDifference[]) {
  const objects = all.filter((difference) => difference.kind === kind).map(({ object }) => object);
  return objects.length === 0 ? [] : [{ messageId, data: { objects: listedBriefly(objects) } }];
}
