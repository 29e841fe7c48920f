import { defineRule } from '../../src/core/rule.js';

export default defineRule({
  id: 'rename-schema',
  family: 'compatibility',
  severity: 'error',
  summary: 'Renaming a schema breaks the code and the search paths that still use the old name.',
  operations: ['rename-schema'],
  messages: {
    breaksCode: {
      message:
        'Renaming the schema {{name}} to {{newName}} breaks every query and every search_path that names {{name}}.',
      why: 'All tables of the schema are out of reach for running code at once, from the commit until its next deployment is through.',
      instead:
        'Create the schema {{newName}} with views on the tables of {{name}}, let the code move over, and then move the tables one by one with ALTER TABLE ... SET SCHEMA, each with a view left behind in the same transaction.',
    },
  },
  check({ schema: name, newName }, { effects, before }) {
    const isNew = before.some(({ operation }) => operation.kind === 'create-schema' && operation.schema === name);
    if (isNew) return undefined;
    return {
      messageId: 'breaksCode',
      data: { name, newName },
      effects: effects.filter(({ kind }) => kind === 'breaks'),
    };
  },
});
