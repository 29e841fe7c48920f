import { defineRule } from '../../src/core/rule.js';

export default defineRule({
  id: 'drop-database',
  family: 'data-loss',
  severity: 'error',
  summary: 'Dropping a database deletes everything in it.',
  operations: ['drop-database'],
  messages: {
    losesDatabase: {
      message: 'Dropping the database {{name}} deletes every schema, table and row in it.',
      why: 'Nothing of it can be brought back without a backup, and a migration that drops a database does so wherever it is run.',
      instead: 'Leave the dropping of databases to an operator with a fresh backup at hand, outside the migrations.',
    },
  },
  check(operation, { effects, before }) {
    const name = operation.database;
    const isNew = before.some((step) => step.operation.kind === 'create-database' && step.operation.database === name);
    if (isNew) return undefined;
    return {
      messageId: 'losesDatabase',
      data: { name },
      effects: effects.filter((effect) => effect.kind === 'loses'),
    };
  },
});
