import type { AlterTableStmt } from 'libpg-query';
import { all } from '../nodes.js';
import type { Scope } from '../scope.js';
import { tableCommand } from './alter-columns.js';
import { otherCommand, type Command } from './alter-command.js';
import { compositeCommand, indexCommand, viewCommand } from './alter-relation.js';
import { afterRelation } from './indexes.js';

/**
 * `ALTER TABLE` and its kin: each command becomes an operation of its own with the span of the command, or of the
 * statement when it is the only one.
 */
export function alterTable(statement: AlterTableStmt, scope: Scope): void {
  const commands = all(statement.cmds, 'AlterTableCmd');
  const { index, name } = afterRelation(scope, statement.relation);
  const parts = scope.split(index, scope.tokens.length);
  commands.forEach((command, position) => {
    const { from, to } = parts[position] ?? { from: index, to: scope.tokens.length };
    const span = commands.length === 1 ? undefined : scope.spanOf(from, to);
    lowerCommand({ command, scope, statement, target: name, from, to, span });
  });
}

function lowerCommand(at: Command): void {
  switch (at.statement.objtype) {
    case 'OBJECT_TABLE': {
      tableCommand(at);
      return;
    }
    case 'OBJECT_INDEX': {
      indexCommand(at);
      return;
    }
    case 'OBJECT_MATVIEW':
    case 'OBJECT_VIEW': {
      viewCommand(at);
      return;
    }
    case 'OBJECT_TYPE': {
      compositeCommand(at);
      return;
    }
    default: {
      otherCommand(at, at.statement.objtype ?? 'OBJECT_TABLE');
      return;
    }
  }
}
