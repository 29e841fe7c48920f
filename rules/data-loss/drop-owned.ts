import { defineRule } from '../../src/core/rule.js';

export default defineRule({
  id: 'drop-owned',
  family: 'data-loss',
  severity: 'error',
  summary: 'DROP OWNED deletes everything a role owns in the database.',
  operations: ['drop-object'],
  messages: {
    losesOwned: {
      message:
        'DROP OWNED BY {{role}} deletes every table, view, type and function that {{role}} owns in this database, with all rows.',
      why: 'The statement names none of them, and which they are differs from one database to the next. Only a backup brings the rows back. All privileges of {{role}} go as well.',
      instead:
        'Give the objects to another role with REASSIGN OWNED BY {{role}} TO ..., and drop by name what is not wanted any more.',
    },
  },
  check({ objectType, name }) {
    if (objectType !== 'owned') return undefined;
    return { messageId: 'losesOwned', data: { role: name?.name ?? 'the role' }, effects: [] };
  },
});
