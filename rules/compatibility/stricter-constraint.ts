import { effectsOfKind } from '../../src/core/effect.js';
import { defineRule } from '../../src/core/rule.js';
import { shortName } from '../../src/core/wording.js';

export default defineRule({
  id: 'stricter-constraint',
  family: 'compatibility',
  severity: 'warning',
  strictOnly: true,
  summary: 'A new constraint refuses rows that running code may still write.',
  operations: ['add-constraint', 'create-index', 'alter-constraint', 'alter-domain', 'validate-constraint'],
  messages: {
    refusesRows: {
      message: 'From this statement on {{object}} refuses rows that it took before, also from code that runs already.',
      why: 'A constraint holds for every new row at once, NOT VALID or not. Code that was deployed before may write rows that break it, and fails until its next deployment is through.',
      instead:
        'Deploy code that keeps to the constraint first and look for rows that break it; when none are added any more, add the constraint in a later deployment.',
    },
  },
  check(_, { felt }) {
    const breaks = effectsOfKind(felt, 'breaks').filter(({ because }) => because === 'constraint-added');
    const [first] = breaks;
    if (first === undefined) return undefined;
    return { messageId: 'refusesRows', data: { object: shortName(first.object) }, effects: breaks };
  },
});
