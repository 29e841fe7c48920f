import { restOfTransaction } from '../../src/core/later.js';
import { displayName } from '../../src/core/name.js';
import { isNewFunction, isNewSequence, isNewTable, isNewType } from '../../src/core/newness.js';
import type { OperationOf } from '../../src/core/operation.js';
import { isNamedAgain } from '../../src/core/renames.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { setSchemaBehindView } from '../../src/plans/rename-relation.js';
import { quoteQualified } from '../../src/postgres/names.js';

export default defineRule({
  id: 'set-schema',
  family: 'compatibility',
  severity: 'error',
  summary: 'Moving an object to another schema breaks the code that looks for it in the old one.',
  operations: ['set-schema'],
  messages: {
    movesRelation: {
      message: 'Moving {{name}} to the schema {{newSchema}} breaks every query that looks for it in its old schema.',
      why: 'Running code fails with "relation {{name}} does not exist" from the commit on, unless {{newSchema}} stands in its search_path.',
      instead:
        'In the same transaction leave a view behind under the old name (CREATE VIEW {{sqlName}} AS SELECT * FROM {{sqlNewName}}), and drop it in a later deployment when no running code uses it.',
    },
    movesObject: {
      message:
        'Moving the {{kind}} {{name}} to the schema {{newSchema}} breaks the code that looks for it in its old schema.',
      why: 'Running code that names it fails from the commit on, unless {{newSchema}} stands in its search_path.',
      instead:
        'Let the code find it in both places first: put {{newSchema}} into the search_path, or create it there beside the old one.',
      severity: 'warning',
    },
  },
  check(operation, { schema, effects, migration, transaction }) {
    const { object, objectType, newSchema } = operation;
    if (isNewObject(operation, schema)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    if (relations.has(objectType) && isNamedAgain(relationKey(schema, object), rest, schema)) return undefined;
    return {
      messageId: relations.has(objectType) ? 'movesRelation' : 'movesObject',
      data: {
        name: displayName(object),
        newSchema,
        kind: objectType.replaceAll('-', ' '),
        sqlName: quoteQualified(object),
        sqlNewName: quoteQualified({ schema: newSchema, name: object.name }),
      },
      effects: effects.filter(({ kind }) => kind === 'breaks'),
    };
  },
  plan: setSchemaBehindView,
});

const relations: ReadonlySet<string> = new Set(['table', 'view', 'materialized-view', 'foreign-table']);

function isNewObject({ object, objectType }: OperationOf<'set-schema'>, schema: Schema): boolean {
  switch (objectType) {
    case 'sequence':
      return isNewSequence(schema, object);
    case 'type':
    case 'domain':
      return isNewType(schema, object);
    case 'function':
    case 'procedure':
    case 'routine':
      return isNewFunction(schema, object);
    default:
      return isNewTable(schema, object);
  }
}
