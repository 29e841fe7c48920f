import type { IrreversiblePart } from '../../src/core/migration.js';
import { defineRule } from '../../src/core/rule.js';

export default defineRule({
  id: 'irreversible-step',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Code or SQL without a step backwards: the migration cannot be undone.',
  messages: {
    code: {
      message: '{{name}} has no way back: migrating backwards stops at this migration with an error.',
      why: 'When the deployment has to be taken back in a hurry, this migration and all before it stay applied, and the older code meets a schema that is newer than itself.',
      instead:
        'Write {{missing}}, which puts the rows back as they were. If there is nothing to put back, say so with a step backwards that does nothing.',
    },
    sql: {
      message: 'This SQL has no way back: migrating backwards stops at this migration with an error.',
      why: 'When the deployment has to be taken back in a hurry, this migration and all before it stay applied, and the older code meets a schema that is newer than itself.',
      instead:
        'Write {{missing}} with the SQL that undoes it. If there is nothing to undo, say so with a step backwards that does nothing.',
    },
  },
  checkMigration({ migration, steps }) {
    return (migration.irreversible ?? []).map((part) => {
      const step = steps.find(({ operation }) => operation.span.start === part.span.start);
      return {
        messageId: part.what,
        data: { name: nameOf(part), missing: part.missing },
        span: part.span,
        effects: [],
        ...(step === undefined ? {} : { operation: step.operation }),
      };
    });
  },
});

function nameOf({ name }: IrreversiblePart): string {
  return name === undefined ? 'This code' : `${name}()`;
}
