import { defineRule } from '../../src/core/rule.js';

export default defineRule({
  id: 'application-model',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Code of a migration uses a model of the application, which changes after the migration was written.',
  operations: ['run-code'],
  messages: {
    usesCurrentModel: {
      message:
        '{{code}} uses {{path}} as the application has it on the day it runs, not as it was when the migration was written.',
      why: 'Once {{name}} gets a column that a later migration adds, or loses one that this code fills, the migration fails on every database that still has to run it: a new developer, the tests, a restored backup. The methods and signals of the model run too, with whatever they send or check that day.',
      instead:
        'Take the model from the history of the migrations (in Django apps.get_model() with the name of the app and the model), and copy what it needs of the code into the migration.',
    },
  },
  check({ currentModels, ...operation }) {
    const code = operation.name === undefined ? 'The code' : `${operation.name}()`;
    return currentModels.map(({ path, name, span }) => ({
      messageId: 'usesCurrentModel' as const,
      data: { code, path, name },
      span,
      effects: [],
    }));
  },
});
