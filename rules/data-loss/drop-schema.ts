import { defineRule } from '../../src/core/rule.js';
import type { Schema } from '../../src/core/schema.js';
import { listedBriefly } from '../../src/core/wording.js';
import { quoteIdentifier } from '../../src/postgres/names.js';

export default defineRule({
  id: 'drop-schema',
  family: 'data-loss',
  severity: 'error',
  summary: 'Dropping a schema with CASCADE deletes every table in it.',
  operations: ['drop-schema'],
  messages: {
    losesContents: {
      message: 'Dropping the schema {{name}} with CASCADE deletes all that is in it: {{contents}}.',
      why: 'All rows of its tables are gone, only a backup brings them back, and objects of other schemas that depend on it go as well.',
      instead:
        'Drop the tables one by one in migrations that name them, when no running code uses them, and then DROP SCHEMA {{sqlName}} without CASCADE, which fails when something was forgotten.',
    },
    losesUnknownContents: {
      message:
        'Dropping the schema {{name}} with CASCADE deletes all that is in it. The history does not show what that is; \\dt {{name}}.* in psql lists its tables.',
      why: 'All rows of its tables are gone, only a backup brings them back, and objects of other schemas that depend on it go as well.',
      instead:
        'Drop the tables one by one in migrations that name them, when no running code uses them, and then DROP SCHEMA {{sqlName}} without CASCADE, which fails when something was forgotten.',
    },
    dropsSchema: {
      message:
        'Dropping the schema {{name}} fails when anything is left in it, and otherwise breaks the code that names it.',
      why: 'The default privileges and grants of {{name}} go with it, and code that still creates objects in {{name}} fails.',
      instead:
        'Drop it in a later deployment than its tables, when no running code or role setting names {{name}} any more.',
      severity: 'warning',
    },
  },
  check(operation, { schema, effects, before }) {
    const name = operation.schema;
    if (before.some((step) => step.operation.kind === 'create-schema' && step.operation.schema === name)) {
      return undefined;
    }
    // Without CASCADE a schema that is known to hold something is not dropped: statement-fails says so.
    if (!operation.cascade && effects.some(({ kind }) => kind === 'fails')) return undefined;
    const evidence = effects.filter((effect) => effect.kind === 'loses');
    const contents = contentsOf(schema, name);
    const known = contents.length > 0 ? 'losesContents' : 'losesUnknownContents';
    return {
      messageId: operation.cascade ? known : 'dropsSchema',
      data: { name, sqlName: quoteIdentifier(name), contents: listedBriefly(contents) },
      effects: evidence,
    };
  },
});

/** The relations, sequences and types the history shows in a schema, tables first. */
function contentsOf(schema: Schema, name: string): string[] {
  const groups = [
    ['table', schema.tables],
    ['view', schema.views],
    ['type', schema.types],
    ['function', schema.functions],
  ] as const;
  return groups.flatMap(([word, objects]) =>
    [...objects.keys()].filter((key) => key.startsWith(`${name}.`)).map((key) => `the ${word} ${key}`),
  );
}
