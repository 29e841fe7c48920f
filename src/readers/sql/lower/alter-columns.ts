import { all, as, qualified, strings } from '../nodes.js';
import { typeReference } from '../types.js';
import { columnProperties, columnProperty, emit, type Command } from './alter-command.js';
import { tableProperty } from './alter-properties.js';
import { sequenceOptions } from './clauses.js';
import { columnDefinition, identityDefinition, identityWhen } from './columns.js';
import { constraintDefinition } from './constraints.js';

/** A command of ALTER TABLE: those on columns and constraints here, those on the table as a whole elsewhere. */
export function tableCommand(at: Command): void {
  const { command, target, scope } = at;
  const table = target;
  const column = command.name ?? '';
  const ifExists = command.missing_ok === true;
  const cascade = command.behavior === 'DROP_CASCADE';
  const only = at.statement.relation?.inh !== true;
  switch (command.subtype) {
    case 'AT_AddColumn': {
      const lowered = columnDefinition(scope, as(command.def, 'ColumnDef') ?? {});
      emit(at, 'add-column', { table, ...lowered, ifNotExists: ifExists, only });
      return;
    }
    case 'AT_DropColumn': {
      emit(at, 'drop-column', { table, column, ifExists, cascade });
      return;
    }
    case 'AT_AlterColumnType': {
      alterColumnType(at);
      return;
    }
    case 'AT_ColumnDefault':
      if (command.def === undefined) {
        emit(at, 'drop-default', { table, column });
        return;
      }
      {
        emit(at, 'set-default', { table, column, default: scope.expression(after(at, 'default'), at.to) });
        return;
      }
    case 'AT_SetNotNull': {
      emit(at, 'set-not-null', { table, column });
      return;
    }
    case 'AT_DropNotNull': {
      emit(at, 'drop-not-null', { table, column });
      return;
    }
    case 'AT_AddIdentity': {
      emit(at, 'add-identity', {
        table,
        column,
        identity: identityDefinition(as(command.def, 'Constraint') ?? {}),
      });
      return;
    }
    case 'AT_SetIdentity': {
      alterIdentity(at);
      return;
    }
    case 'AT_DropIdentity': {
      emit(at, 'drop-identity', { table, column, ifExists });
      return;
    }
    case 'AT_SetExpression': {
      emit(at, 'set-generated-expression', {
        table,
        column,
        expression: scope.expressionInside(scope.find(after(at, 'expression'), ['('])),
      });
      return;
    }
    case 'AT_DropExpression': {
      emit(at, 'drop-generated-expression', { table, column, ifExists });
      return;
    }
    case 'AT_SetStatistics':
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
    case 'AT_SetStorage':
    case 'AT_SetCompression': {
      emit(at, 'set-column-property', {
        table,
        column,
        ...columnProperty(command, columnProperties[command.subtype]),
      });
      return;
    }
    case 'AT_AddConstraint': {
      addConstraint(at, only);
      return;
    }
    case 'AT_ValidateConstraint': {
      emit(at, 'validate-constraint', { table, name: column });
      return;
    }
    case 'AT_DropConstraint': {
      emit(at, 'drop-constraint', { table, name: column, ifExists, cascade });
      return;
    }
    case 'AT_AlterConstraint': {
      alterConstraint(at);
      return;
    }
    default: {
      tableProperty(at);
      return;
    }
  }
}

function alterColumnType(at: Command): void {
  const { command, scope } = at;
  const definition = as(command.def, 'ColumnDef') ?? {};
  const type = typeReference(definition.typeName) ?? { name: '', modifiers: [], arrayDimensions: 0 };
  emit(at, 'alter-column-type', {
    table: at.target,
    column: command.name ?? '',
    type,
    ...(definition.collClause === undefined
      ? undefined
      : { collation: qualified(strings(definition.collClause.collname)) }),
    ...(definition.raw_default === undefined
      ? undefined
      : {
          using: scope.expression(scope.find(scope.tokenAt(definition.typeName?.location) + 1, ['using']) + 1, at.to),
        }),
  });
}

function alterIdentity(at: Command): void {
  const options = all(as(at.command.def, 'List')?.items, 'DefElem');
  const sequence = sequenceOptions(as(at.command.def, 'List')?.items);
  const generated = as(options.find((option) => option.defname === 'generated')?.arg, 'Integer')?.ival;
  emit(at, 'alter-identity', {
    table: at.target,
    column: at.command.name ?? '',
    ...(generated === undefined ? undefined : { when: identityWhen(String.fromCharCode(generated)) }),
    ...(sequence === undefined ? undefined : { sequence }),
  });
}

function addConstraint(at: Command, only: boolean): void {
  const node = as(at.command.def, 'Constraint') ?? {};
  const from = at.scope.tokenAt(node.location);
  const constraint = constraintDefinition(at.scope, node, at.scope.spanOf(from, at.to));
  if (constraint === undefined) at.scope.opaque('Lockstep does not know this kind of constraint.', at.span);
  else emit(at, 'add-constraint', { table: at.target, constraint, only });
}

function alterConstraint(at: Command): void {
  const node = as(at.command.def, 'ATAlterConstraint') ?? {};
  emit(at, 'alter-constraint', {
    table: at.target,
    name: node.conname ?? '',
    ...(node.alterDeferrability === true ? { deferrable: node.deferrable === true } : undefined),
    ...(node.alterDeferrability === true && node.initdeferred === true ? { initiallyDeferred: true } : undefined),
    ...(node.alterEnforceability === true ? { enforced: node.is_enforced === true } : undefined),
    ...(node.alterInheritability === true ? { inherit: node.noinherit !== true } : undefined),
  });
}

/**
 * The token after a clause's word. A column may bear the name of the word, so the search begins after the column:
 * `ALTER [COLUMN] name SET DEFAULT`.
 */
function after(at: Command, word: string): number {
  const named = at.scope.word(at.from + 1) === 'column' ? 3 : 2;
  return at.scope.find(at.from + named, [word]) + 1;
}
