import type { QualifiedName } from '../../core/name.js';
import type { ObjectIdentity, ObjectOperations, OperationDraft } from '../../core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { alter } from './clauses.js';
import { drop } from './drop.js';
import { privilegeWriters } from './privileges.js';
import { relationWriters } from './relations.js';
import { routineWriters } from './routines.js';
import { typeWriters } from './type-operations.js';
import { literal, objectWords, role, words } from './words.js';
import type { Writers, Written } from './written.js';

export const objectWriters: Writers<keyof ObjectOperations> = {
  ...relationWriters,
  ...typeWriters,
  ...routineWriters,
  ...privilegeWriters,
  'create-schema': ({ schema, ifNotExists, owner }) =>
    words(
      'CREATE SCHEMA',
      ifNotExists && 'IF NOT EXISTS',
      schema !== owner && quoteIdentifier(schema),
      owner !== undefined && `AUTHORIZATION ${role(owner)}`,
    ),
  'drop-schema': ({ schema, ...options }) => drop('SCHEMA', quoteIdentifier(schema), options),
  'rename-schema': ({ schema, newName }) =>
    `ALTER SCHEMA ${quoteIdentifier(schema)} RENAME TO ${quoteIdentifier(newName)}`,
  'create-database': ({ text }) => text,
  'drop-database': ({ database, ifExists, force }) =>
    words('DROP DATABASE', ifExists && 'IF EXISTS', quoteIdentifier(database), force === true && 'WITH (FORCE)'),
  'set-schema': setSchema,
  'set-owner': setOwner,
  comment: (operation) =>
    `COMMENT ON ${commented(operation)} IS ${operation.comment === null ? 'NULL' : literal(operation.comment)}`,
  'create-statistics': ({ text }) => text,
  'create-object': ({ text }) => text,
  'alter-object': ({ text }) => text,
  'drop-object': ({ objectType, name, identity, ...options }) =>
    drop(objectWords(objectType), identity ?? objectName(objectType, name), options),
};

function objectName(objectType: string, name: QualifiedName | undefined): string {
  if (name === undefined) return '';
  return objectType === 'role' || objectType === 'owned' ? role(name.name) : quoteQualified(name);
}

function setSchema({ object, objectType, newSchema, ifExists, only, identity }: OperationDraft<'set-schema'>): string {
  return words(
    `ALTER ${objectWords(objectType)}`,
    ifExists && 'IF EXISTS',
    only === true && 'ONLY',
    identity ?? quoteQualified(object),
    `SET SCHEMA ${quoteIdentifier(newSchema)}`,
  );
}

/** OWNER TO is a command of ALTER TABLE, and a statement for objects that are no relations. */
function setOwner(operation: OperationDraft<'set-owner'>): Written {
  const { object, objectType, owner, identity } = operation;
  const kind = objectWords(objectType);
  const { head, ...rest } = alter(operation, object, `OWNER TO ${role(owner)}`, kind);
  return { head: identity === undefined ? head : `ALTER ${kind} ${identity}`, ...rest };
}

/** Objects that are named as parts of a table, with ON; a column is named by the table, with a dot. */
const namedOnTables = new Set(['constraint', 'trigger', 'rule', 'policy']);

function commented({ objectType, object, part, identity }: ObjectOperations['comment'] & ObjectIdentity): string {
  const kind = objectWords(objectType);
  if (identity !== undefined) return `${kind} ${identity}`;
  if (part === undefined) return `${kind} ${quoteQualified(object)}`;
  return namedOnTables.has(objectType)
    ? `${kind} ${quoteIdentifier(part)} ON ${quoteQualified(object)}`
    : `${kind} ${quoteQualified(object)}.${quoteIdentifier(part)}`;
}
