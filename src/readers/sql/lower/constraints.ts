import type { Constraint, Node } from 'libpg-query';
import type { ConstraintDefinition, IndexKey, ReferentialAction, UniqueConstraint } from '../../../core/operation.js';
import type { Span } from '../../../core/span.js';
import { all, as, relationName, strings } from '../nodes.js';
import type { Scope } from '../scope.js';
import { storageParameters } from './clauses.js';
import { indexKey } from './indexes.js';

/** What the separate words after an inline constraint say about it: DEFERRABLE, INITIALLY DEFERRED, NOT ENFORCED. */
export interface ConstraintAttributes {
  deferrable?: boolean;
  initiallyDeferred?: boolean;
  enforced?: boolean;
}

/**
 * A CHECK, NOT NULL, UNIQUE, PRIMARY KEY, EXCLUDE or FOREIGN KEY as a definition; undefined for the others (DEFAULT,
 * GENERATED, ...), which belong to a column. `column` is the column of an inline constraint.
 */
export function constraintDefinition(
  scope: Scope,
  constraint: Constraint,
  span: Span,
  column?: string,
  attributes?: ConstraintAttributes,
): ConstraintDefinition | undefined {
  // What may be missing comes last: V8 takes fifty times as long over an object literal that begins with it.
  const base = {
    span: scope.fileSpan(span.start, span.end),
    ...(constraint.conname === undefined ? undefined : { name: constraint.conname }),
    ...deferral(constraint, attributes),
  };
  const enforced = attributes?.enforced ?? (constraint.is_enforced === true || column !== undefined);
  const notValid = constraint.skip_validation === true && enforced;
  switch (constraint.contype) {
    case 'CONSTR_CHECK':
      return {
        kind: 'check',
        ...base,
        expression: insideAfter(scope, constraint, 'check'),
        notValid,
        noInherit: constraint.is_no_inherit === true,
        enforced,
      };
    case 'CONSTR_NOTNULL':
      return {
        kind: 'not-null',
        ...base,
        column: strings(constraint.keys)[0] ?? column ?? '',
        notValid: constraint.skip_validation === true,
        noInherit: constraint.is_no_inherit === true,
      };
    case 'CONSTR_UNIQUE':
    case 'CONSTR_PRIMARY':
      return {
        kind: constraint.contype === 'CONSTR_UNIQUE' ? 'unique' : 'primary-key',
        ...base,
        columns: keyColumns(constraint, column),
        ...(constraint.indexname === undefined ? undefined : { usingIndex: constraint.indexname }),
        include: strings(constraint.including),
        nullsNotDistinct: constraint.nulls_not_distinct === true,
        ...(constraint.without_overlaps === true ? { withoutOverlaps: true } : undefined),
        ...indexClauses(constraint),
      };
    case 'CONSTR_FOREIGN':
      return {
        kind: 'foreign-key',
        ...base,
        columns: column === undefined ? strings(constraint.fk_attrs) : [column],
        references: relationName(constraint.pktable),
        referencedColumns: strings(constraint.pk_attrs),
        onDelete: action(constraint.fk_del_action),
        onUpdate: action(constraint.fk_upd_action),
        match: constraint.fk_matchtype === 'f' ? 'full' : 'simple',
        notValid,
        enforced,
        ...(constraint.fk_del_set_cols === undefined
          ? undefined
          : { onDeleteColumns: strings(constraint.fk_del_set_cols) }),
        ...(constraint.fk_with_period === true ? { period: true } : undefined),
      };
    case 'CONSTR_EXCLUSION':
      return {
        kind: 'exclude',
        ...base,
        method: constraint.access_method ?? 'btree',
        keys: exclusionKeys(scope, constraint),
        ...(constraint.including === undefined ? undefined : { include: strings(constraint.including) }),
        ...indexClauses(constraint),
        ...(constraint.where_clause === undefined ? undefined : { where: insideAfter(scope, constraint, 'where') }),
      };
    default:
      return undefined;
  }
}

function indexClauses(constraint: Constraint): Pick<UniqueConstraint, 'storageParameters' | 'tablespace'> {
  return {
    ...storageParameters(constraint.options),
    ...(constraint.indexspace === undefined ? undefined : { tablespace: constraint.indexspace }),
  };
}

/** The expression in the brackets after a word of the constraint: `CHECK (...)`, `AS (...)`, `WHERE (...)`. */
export function insideAfter(scope: Scope, constraint: Constraint, word: string): ReturnType<Scope['expression']> {
  let from = scope.tokenAt(constraint.location);
  // A constraint may be named like the word that is looked for.
  if (scope.word(from) === 'constraint') from += 2;
  return scope.expressionInside(scope.find(from, [word]) + 1);
}

function keyColumns(constraint: Constraint, column: string | undefined): string[] {
  if (constraint.indexname !== undefined) return [];
  const keys = strings(constraint.keys);
  return keys.length === 0 && column !== undefined ? [column] : keys;
}

function deferral(
  constraint: Constraint,
  attributes: ConstraintAttributes | undefined,
): Pick<ConstraintAttributes, 'deferrable' | 'initiallyDeferred'> {
  const deferrable = attributes?.deferrable ?? constraint.deferrable;
  const initiallyDeferred = attributes?.initiallyDeferred ?? constraint.initdeferred;
  if (deferrable !== true && initiallyDeferred !== true) return notDeferred;
  return {
    ...(deferrable === true ? { deferrable } : undefined),
    ...(initiallyDeferred === true ? { initiallyDeferred } : undefined),
  };
}

const notDeferred = {};

const actions: Readonly<Record<string, ReferentialAction>> = {
  a: 'no-action',
  r: 'restrict',
  c: 'cascade',
  n: 'set-null',
  d: 'set-default',
};

function action(letter: string | undefined): ReferentialAction {
  return actions[letter ?? 'a'] ?? 'no-action';
}

function exclusionKeys(scope: Scope, constraint: Constraint): (IndexKey & { readonly operator: string })[] {
  const open = scope.find(scope.tokenAt(constraint.location), ['(']);
  const parts = scope.split(open + 1, scope.closing(open));
  return (constraint.exclusions ?? []).map((pair: Node, index) => {
    const items = as(pair, 'List')?.items ?? [];
    const element = all(items, 'IndexElem')[0] ?? {};
    const operator = strings(all(items, 'List')[0]?.items).join('.');
    return { ...indexKey(scope, element, parts[index]?.from ?? open), operator };
  });
}
