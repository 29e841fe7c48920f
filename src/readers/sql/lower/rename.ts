import type { RenameStmt } from 'libpg-query';
import { nameParts, qualified, relationName } from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';

/** `ALTER ... RENAME`. */
export function rename(statement: RenameStmt, scope: Scope): void {
  const relation = relationName(statement.relation);
  const object = qualified(nameParts(statement.object));
  const newName = statement.newname ?? '';
  const subject = statement.subname ?? '';
  const ifExists = statement.missing_ok === true;
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
      return scope.emit('rename-table', { table: relation, newName, ifExists });
    case 'OBJECT_COLUMN':
      if (statement.relationType === 'OBJECT_FOREIGN_TABLE') break;
      return scope.emit('rename-column', { table: relation, column: subject, newName });
    case 'OBJECT_TABCONSTRAINT':
      return scope.emit('rename-constraint', { table: relation, name: subject, newName });
    case 'OBJECT_INDEX':
      return scope.emit('rename-index', { index: relation, newName, ifExists });
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return scope.emit('rename-view', {
        view: relation,
        newName,
        materialized: statement.renameType === 'OBJECT_MATVIEW',
      });
    case 'OBJECT_SEQUENCE':
      return scope.emit('rename-sequence', { sequence: relation, newName });
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return scope.emit('rename-type', {
        type: object,
        newName,
        objectType: statement.renameType === 'OBJECT_TYPE' ? 'type' : 'domain',
      });
    case 'OBJECT_ATTRIBUTE':
      return scope.emit('alter-object', { objectType: 'type', name: relation });
    case 'OBJECT_SCHEMA':
      return scope.emit('rename-schema', { schema: subject, newName });
    case 'OBJECT_TRIGGER':
      return scope.emit('rename-trigger', { table: relation, trigger: subject, newName });
    case 'OBJECT_RULE':
      return scope.emit('rename-rule', { table: relation, rule: subject, newName });
    case 'OBJECT_POLICY':
      return scope.emit('rename-policy', { table: relation, policy: subject, newName });
    default:
      break;
  }
  const type = statement.renameType === 'OBJECT_COLUMN' ? statement.relationType : statement.renameType;
  const name =
    statement.relation !== undefined ? relation : statement.object !== undefined ? object : { name: subject };
  scope.emit('alter-object', { objectType: objectTypeWord(type), ...(name.name === '' ? undefined : { name }) });
}
