import type { RenameStmt } from 'libpg-query';
import { nameParts, qualified, relationName } from '../nodes.js';
import type { AlterTarget } from '../../../core/operation.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';
import { alteredRange, identity } from './identity.js';

const routines = {
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_ROUTINE: 'routine',
  OBJECT_AGGREGATE: 'aggregate',
} as const;

/** `ALTER ... RENAME`. */
export function rename(statement: RenameStmt, scope: Scope): void {
  const relation = relationName(statement.relation);
  const object = qualified(nameParts(statement.object));
  const newName = statement.newname ?? '';
  const subject = statement.subname ?? '';
  const ifExists = statement.missing_ok === true;
  const only = statement.relation !== undefined && statement.relation.inh !== true ? { only: true } : undefined;
  switch (statement.renameType) {
    case 'OBJECT_TABLE': {
      scope.emit('rename-table', { table: relation, newName, ifExists, ...only });
      return;
    }
    case 'OBJECT_COLUMN':
      if (statement.relationType === 'OBJECT_FOREIGN_TABLE') break;
      {
        scope.emit('rename-column', { table: relation, column: subject, newName, ...target(statement) });
        return;
      }
    case 'OBJECT_TABCONSTRAINT': {
      scope.emit('rename-constraint', { table: relation, name: subject, newName, ...target(statement) });
      return;
    }
    case 'OBJECT_INDEX': {
      scope.emit('rename-index', { index: relation, newName, ifExists });
      return;
    }
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW': {
      scope.emit('rename-view', {
        view: relation,
        newName,
        materialized: statement.renameType === 'OBJECT_MATVIEW',
        ...(ifExists ? { ifExists } : undefined),
      });
      return;
    }
    case 'OBJECT_SEQUENCE': {
      scope.emit('rename-sequence', { sequence: relation, newName, ...(ifExists ? { ifExists } : undefined) });
      return;
    }
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN': {
      scope.emit('rename-type', {
        type: object,
        newName,
        objectType: statement.renameType === 'OBJECT_TYPE' ? 'type' : 'domain',
      });
      return;
    }
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE': {
      const objectType = routines[statement.renameType];
      scope.emit('rename-function', {
        function: object,
        newName,
        objectType,
        ...identity(scope, objectType, () => alteredRange(scope, objectType)),
      });
      return;
    }
    case 'OBJECT_ATTRIBUTE': {
      scope.emit('alter-object', { objectType: 'type', name: relation, text: scope.text });
      return;
    }
    case 'OBJECT_SCHEMA': {
      scope.emit('rename-schema', { schema: subject, newName });
      return;
    }
    case 'OBJECT_TRIGGER': {
      scope.emit('rename-trigger', { table: relation, trigger: subject, newName });
      return;
    }
    case 'OBJECT_RULE': {
      scope.emit('rename-rule', { table: relation, rule: subject, newName });
      return;
    }
    case 'OBJECT_POLICY': {
      scope.emit('rename-policy', {
        table: relation,
        policy: subject,
        newName,
        ...(ifExists ? { ifRelationExists: true } : undefined),
      });
      return;
    }
    default:
      break;
  }
  const type = statement.renameType === 'OBJECT_COLUMN' ? statement.relationType : statement.renameType;
  const name =
    statement.relation !== undefined ? relation : statement.object !== undefined ? object : { name: subject };
  scope.emit('alter-object', {
    objectType: objectTypeWord(type),
    text: scope.text,
    ...(name.name === '' ? undefined : { name }),
  });
}

/** How the relation is named whose part is renamed. */
function target({ relation, relationType, missing_ok }: RenameStmt): AlterTarget {
  return {
    ...(relationType === 'OBJECT_VIEW' ? { relationKind: 'view' } : undefined),
    ...(relationType === 'OBJECT_MATVIEW' ? { relationKind: 'materialized-view' } : undefined),
    ...(relation?.inh === true ? undefined : { only: true }),
    ...(missing_ok === true ? { ifRelationExists: true } : undefined),
  };
}
