import type { ColumnDef, Constraint } from 'libpg-query';
import type {
  ColumnDefinition,
  ConstraintDefinition,
  GeneratedDefinition,
  IdentityDefinition,
} from '../../../core/operation.js';
import { all, qualified, strings } from '../nodes.js';
import type { Scope } from '../scope.js';
import { typeReference } from '../types.js';
import { sequenceOptions } from './clauses.js';
import { constraintDefinition, insideAfter, type ConstraintAttributes } from './constraints.js';

/** A column with the constraints written inline, in their order. */
export interface LoweredColumn {
  readonly column: ColumnDefinition;
  readonly constraints: readonly ConstraintDefinition[];
}

/** Lowers a column of CREATE TABLE or ADD COLUMN. */
export function columnDefinition(scope: Scope, node: ColumnDef): LoweredColumn {
  const name = node.colname ?? '';
  const type = typeReference(node.typeName);
  const column: { -readonly [P in keyof ColumnDefinition]: ColumnDefinition[P] } = {
    name,
    ...(type === undefined ? undefined : { type }),
    notNull: false,
    ...(node.collClause === undefined ? undefined : { collation: qualified(strings(node.collClause.collname)) }),
    ...(node.storage_name === undefined ? undefined : { storage: node.storage_name.toLowerCase() }),
    ...(node.compression === undefined ? undefined : { compression: node.compression.toLowerCase() }),
  };
  const constraints: ConstraintDefinition[] = [];
  const clauses = clausesOf(node);
  clauses.forEach(({ constraint, attributes, next }) => {
    switch (constraint.contype) {
      case 'CONSTR_NOTNULL':
        column.notNull = true;
        if (constraint.conname !== undefined || constraint.is_no_inherit === true) {
          column.notNullConstraint = notNullConstraint(constraint);
        }
        break;
      case 'CONSTR_DEFAULT':
        column.default = defaultExpression(scope, constraint, next);
        break;
      case 'CONSTR_IDENTITY':
        column.identity = identityDefinition(constraint);
        break;
      case 'CONSTR_GENERATED':
        column.generated = { expression: insideAfter(scope, constraint, 'as'), storage: storage(scope, constraint) };
        break;
      default: {
        const from = scope.tokenAt(constraint.location);
        const span = scope.spanOf(from, clauseEnd(scope, from, next));
        const definition = constraintDefinition(scope, constraint, span, name, attributes);
        if (definition !== undefined) constraints.push(definition);
      }
    }
  });
  return { column, constraints };
}

function notNullConstraint({ conname, is_no_inherit }: Constraint): ColumnDefinition['notNullConstraint'] {
  return {
    ...(conname === undefined ? undefined : { name: conname }),
    ...(is_no_inherit === true ? { noInherit: true } : undefined),
  };
}

/** `GENERATED ... AS IDENTITY (...)` */
export function identityDefinition({ generated_when, options }: Constraint): IdentityDefinition {
  const sequence = sequenceOptions(options);
  return { when: identityWhen(generated_when), ...(sequence === undefined ? undefined : { sequence }) };
}

export function identityWhen(letter: string | undefined): 'always' | 'by-default' {
  return letter === 'd' ? 'by-default' : 'always';
}

interface Clause {
  readonly constraint: Constraint;
  readonly attributes: ConstraintAttributes;
  /** Location of the clause that follows, if one does. */
  next: number | undefined;
}

/** The clauses of a column, the DEFERRABLE and ENFORCED words folded into the constraint they follow. */
function clausesOf(node: ColumnDef): Clause[] {
  const clauses: Clause[] = [];
  for (const constraint of all(node.constraints, 'Constraint')) {
    const attributes = clauses.at(-1)?.attributes;
    const attribute = attributeWords[constraint.contype ?? 'CONSTR_NULL'];
    if (attribute !== undefined && attributes !== undefined) Object.assign(attributes, attribute);
    else clauses.push({ constraint, attributes: {}, next: undefined });
  }
  // COLLATE stands among the constraints but is kept apart by the parser; it ends the clause before it all the same.
  const starts = clauses.map((clause) => clause.constraint.location ?? 0);
  if (node.collClause?.location !== undefined) starts.push(node.collClause.location);
  for (const clause of clauses) {
    const later = starts.filter((start) => start > (clause.constraint.location ?? 0));
    clause.next = later.length === 0 ? undefined : Math.min(...later);
  }
  return clauses;
}

const attributeWords: Partial<Record<NonNullable<Constraint['contype']>, ConstraintAttributes>> = {
  CONSTR_ATTR_DEFERRABLE: { deferrable: true },
  CONSTR_ATTR_NOT_DEFERRABLE: { deferrable: false },
  CONSTR_ATTR_DEFERRED: { deferrable: true, initiallyDeferred: true },
  CONSTR_ATTR_IMMEDIATE: { initiallyDeferred: false },
  CONSTR_ATTR_ENFORCED: { enforced: true },
  CONSTR_ATTR_NOT_ENFORCED: { enforced: false },
};

/** The token after the clause that begins at `from`: the next clause, or what ends the column. */
function clauseEnd(scope: Scope, from: number, next: number | undefined): number {
  const end = scope.find(from, [',']);
  return next === undefined ? end : Math.min(end, scope.tokenAt(next));
}

/** The author's own brackets around a default stay, because DEFAULT has none of its own. */
function defaultExpression(
  scope: Scope,
  constraint: Constraint,
  next: number | undefined,
): ReturnType<Scope['expression']> {
  let from = scope.tokenAt(constraint.location);
  if (scope.word(from) === 'constraint') from += 2;
  return scope.expression(from + 1, clauseEnd(scope, from, next));
}

function storage(scope: Scope, constraint: Constraint): GeneratedDefinition['storage'] {
  if (constraint.generated_kind === 's') return 'stored';
  const open = scope.find(scope.tokenAt(constraint.location), ['(']);
  return scope.word(scope.closing(open) + 1) === 'virtual' ? 'virtual' : 'unstated';
}
