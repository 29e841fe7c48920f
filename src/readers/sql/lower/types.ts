import type {
  AlterDomainStmt,
  AlterEnumStmt,
  CompositeTypeStmt,
  CreateDomainStmt,
  CreateEnumStmt,
  CreateRangeStmt,
} from 'libpg-query';
import type { CheckConstraint, OperationMap } from '../../../core/operation.js';
import { all, as, qualified, relationName, strings } from '../nodes.js';
import type { Scope } from '../scope.js';
import { typeReference } from '../types.js';
import { columnDefinition } from './columns.js';
import { constraintDefinition } from './constraints.js';

export function createEnum(statement: CreateEnumStmt, scope: Scope): void {
  scope.emit('create-enum', { type: qualified(strings(statement.typeName)), labels: strings(statement.vals) });
}

export function alterEnum(statement: AlterEnumStmt, scope: Scope): void {
  const type = qualified(strings(statement.typeName));
  const value = statement.newVal ?? '';
  if (statement.oldVal !== undefined) {
    scope.emit('rename-enum-value', { type, value: statement.oldVal, newValue: value });
    return;
  }
  const neighbour = statement.newValNeighbor;
  scope.emit('add-enum-value', {
    type,
    value,
    ifNotExists: statement.skipIfNewValExists === true,
    ...(neighbour === undefined
      ? undefined
      : statement.newValIsAfter === true
        ? { after: neighbour }
        : { before: neighbour }),
  });
}

export function createRange(statement: CreateRangeStmt, scope: Scope): void {
  scope.emit('create-type', { type: qualified(strings(statement.typeName)), text: scope.text });
}

export function createCompositeType(statement: CompositeTypeStmt, scope: Scope): void {
  scope.emit('create-composite-type', {
    type: relationName(statement.typevar),
    attributes: all(statement.coldeflist, 'ColumnDef').map((column) => ({
      name: column.colname ?? '',
      type: typeReference(column.typeName) ?? { name: '', modifiers: [], arrayDimensions: 0 },
      ...(column.collClause === undefined ? undefined : { collation: qualified(strings(column.collClause.collname)) }),
    })),
  });
}

export function createDomain(statement: CreateDomainStmt, scope: Scope): void {
  // The clauses of a domain are those of a column, and are read as such.
  const { column, constraints } = columnDefinition(scope, {
    ...(statement.typeName === undefined ? undefined : { typeName: statement.typeName }),
    ...(statement.collClause === undefined ? undefined : { collClause: statement.collClause }),
    constraints: statement.constraints ?? [],
  });
  scope.emit('create-domain', {
    domain: qualified(strings(statement.domainname)),
    type: column.type ?? { name: '', modifiers: [], arrayDimensions: 0 },
    notNull: column.notNull,
    ...(column.default === undefined ? undefined : { default: column.default }),
    checks: constraints.filter((constraint): constraint is CheckConstraint => constraint.kind === 'check'),
    ...(column.collation === undefined ? undefined : { collation: column.collation }),
    ...(column.notNullConstraint?.name === undefined ? undefined : { notNullName: column.notNullConstraint.name }),
  });
}

type DomainChange = OperationMap['alter-domain']['change'];

export function alterDomain(statement: AlterDomainStmt, scope: Scope): void {
  const change = domainChange(statement, scope);
  const domain = qualified(strings(statement.typeName));
  if (change === undefined) scope.opaque('Lockstep does not know this command of ALTER DOMAIN.');
  else scope.emit('alter-domain', { domain, change });
}

/** The letters of AlterDomainStmt.subtype: src/include/nodes/parsenodes.h. */
function domainChange(statement: AlterDomainStmt, scope: Scope): DomainChange | undefined {
  const name = statement.name ?? '';
  switch (statement.subtype) {
    case 'T':
      if (statement.def === undefined) return { kind: 'drop-default' };
      return {
        kind: 'set-default',
        default: scope.expression(scope.find(scope.find(2, ['set']), ['default']) + 1, scope.tokens.length),
      };
    case 'N':
      return { kind: 'drop-not-null' };
    case 'O':
      return { kind: 'set-not-null' };
    case 'C':
      return addedConstraint(statement, scope);
    case 'X':
      return {
        kind: 'drop-constraint',
        name,
        ifExists: statement.missing_ok === true,
        ...(statement.behavior === 'DROP_CASCADE' ? { cascade: true } : undefined),
      };
    case 'V':
      return { kind: 'validate-constraint', name };
    default:
      return undefined;
  }
}

function addedConstraint(statement: AlterDomainStmt, scope: Scope): DomainChange | undefined {
  const node = as(statement.def, 'Constraint') ?? {};
  const from = scope.tokenAt(node.location);
  const constraint = constraintDefinition(scope, node, scope.spanOf(from, scope.tokens.length));
  if (constraint?.kind === 'check') return { kind: 'add-check', check: constraint };
  if (constraint?.kind !== 'not-null') return undefined;
  return { kind: 'set-not-null', ...(constraint.name === undefined ? undefined : { name: constraint.name }) };
}
