import type { Expression } from '../../core/expression.js';
import type {
  ConstraintDefinition,
  ConstraintOperations,
  ForeignKeyConstraint,
  UniqueConstraint,
} from '../../core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { alter, indexKeyText, withParameters } from './clauses.js';
import { bracketed, columnList, words } from './words.js';
import type { Writers } from './written.js';

/** A constraint as ALTER TABLE ADD and the list of CREATE TABLE take it. */
export function constraintText(constraint: ConstraintDefinition): string {
  return words(named(constraint), tableBody(constraint), attributes(constraint));
}

/** A constraint as it stands behind the one column that it is about. */
export function inlineConstraint(constraint: ConstraintDefinition): string {
  return words(named(constraint), inlineBody(constraint), attributes(constraint));
}

/** The column behind which a constraint of a CREATE TABLE may stand; undefined when it has to stand on its own. */
export function columnOf(constraint: ConstraintDefinition): string | undefined {
  switch (constraint.kind) {
    case 'unique':
    case 'primary-key': {
      const { columns, include, usingIndex, withoutOverlaps } = constraint;
      const alone = columns.length === 1 && include.length === 0 && usingIndex === undefined;
      return alone && withoutOverlaps !== true ? columns[0] : undefined;
    }
    case 'foreign-key': {
      const { columns, notValid, period } = constraint;
      return columns.length === 1 && !notValid && period !== true ? columns[0] : undefined;
    }
    default:
      return undefined;
  }
}

function named({ name }: ConstraintDefinition): string | undefined {
  return name === undefined ? undefined : `CONSTRAINT ${quoteIdentifier(name)}`;
}

function tableBody(constraint: ConstraintDefinition): string {
  switch (constraint.kind) {
    case 'check':
      return checkText(constraint.expression, constraint.noInherit);
    case 'not-null':
      return words('NOT NULL', quoteIdentifier(constraint.column), constraint.noInherit && 'NO INHERIT');
    case 'unique':
    case 'primary-key':
      return uniqueText(constraint);
    case 'exclude': {
      const keys = constraint.keys.map((key) => `${indexKeyText(key)} WITH ${operatorText(key.operator)}`);
      return words(
        `EXCLUDE USING ${quoteIdentifier(constraint.method)} (${keys.join(', ')})`,
        constraint.include !== undefined && `INCLUDE ${columnList(constraint.include)}`,
        indexClauses(constraint),
        constraint.where !== undefined && `WHERE ${bracketed(constraint.where)}`,
      );
    }
    case 'foreign-key': {
      const columns = periodList(constraint.columns, constraint.period);
      return `FOREIGN KEY ${columns} ${referencesText(constraint)}`;
    }
  }
}

function inlineBody(constraint: ConstraintDefinition): string {
  switch (constraint.kind) {
    case 'unique':
    case 'primary-key':
      return words(
        constraint.kind === 'unique' ? 'UNIQUE' : 'PRIMARY KEY',
        constraint.nullsNotDistinct && 'NULLS NOT DISTINCT',
        indexClauses(constraint),
      );
    case 'foreign-key':
      return referencesText(constraint);
    case 'not-null':
      return words('NOT NULL', constraint.noInherit && 'NO INHERIT');
    case 'check':
    case 'exclude':
      return tableBody(constraint);
  }
}

function checkText(expression: Expression, noInherit: boolean): string {
  return words(`CHECK ${bracketed(expression)}`, noInherit && 'NO INHERIT');
}

function uniqueText(constraint: UniqueConstraint): string {
  const { columns, include, usingIndex, withoutOverlaps } = constraint;
  const kind = constraint.kind === 'unique' ? 'UNIQUE' : 'PRIMARY KEY';
  if (usingIndex !== undefined) return `${kind} USING INDEX ${quoteIdentifier(usingIndex)}`;
  return words(
    kind,
    constraint.nullsNotDistinct && 'NULLS NOT DISTINCT',
    withoutOverlaps === true ? `(${columns.map(quoteIdentifier).join(', ')} WITHOUT OVERLAPS)` : columnList(columns),
    include.length > 0 && `INCLUDE ${columnList(include)}`,
    indexClauses(constraint),
  );
}

function indexClauses({
  storageParameters,
  tablespace,
}: Pick<UniqueConstraint, 'storageParameters' | 'tablespace'>): string {
  return words(
    withParameters(storageParameters),
    tablespace !== undefined && `USING INDEX TABLESPACE ${quoteIdentifier(tablespace)}`,
  );
}

/** `=`, or `OPERATOR(app.=)` when it is written with a schema. */
function operatorText(operator: string): string {
  const dot = operator.lastIndexOf('.');
  if (dot < 0) return operator;
  return `OPERATOR(${quoteIdentifier(operator.slice(0, dot))}.${operator.slice(dot + 1)})`;
}

function referencesText(constraint: ForeignKeyConstraint): string {
  const { referencedColumns, onDelete, onDeleteColumns, onUpdate, match, period } = constraint;
  return words(
    `REFERENCES ${quoteQualified(constraint.references)}`,
    referencedColumns.length > 0 && periodList(referencedColumns, period),
    match === 'full' && 'MATCH FULL',
    onDelete !== 'no-action' && `ON DELETE ${actionText(onDelete)}`,
    onDeleteColumns !== undefined && columnList(onDeleteColumns),
    onUpdate !== 'no-action' && `ON UPDATE ${actionText(onUpdate)}`,
  );
}

function actionText(action: ForeignKeyConstraint['onDelete']): string {
  return action.toUpperCase().replace('-', ' ');
}

function periodList(columns: readonly string[], period: boolean | undefined): string {
  const last = columns.length - 1;
  const names = columns.map(
    (column, index) => (period === true && index === last ? 'PERIOD ' : '') + quoteIdentifier(column),
  );
  return `(${names.join(', ')})`;
}

/** What follows a constraint of any kind. */
function attributes(constraint: ConstraintDefinition): string {
  return words(
    deferralText(constraint),
    'enforced' in constraint && !constraint.enforced && 'NOT ENFORCED',
    'notValid' in constraint && constraint.notValid && 'NOT VALID',
  );
}

/** `DEFERRABLE INITIALLY DEFERRED` */
export function deferralText({
  deferrable,
  initiallyDeferred,
}: Pick<ConstraintDefinition, 'deferrable' | 'initiallyDeferred'>): string {
  return words(deferrable === true && 'DEFERRABLE', initiallyDeferred === true && 'INITIALLY DEFERRED');
}

export const constraintWriters: Writers<keyof ConstraintOperations> = {
  'add-constraint': (operation) => alter(operation, operation.table, `ADD ${constraintText(operation.constraint)}`),
  'validate-constraint': (operation) =>
    alter(operation, operation.table, `VALIDATE CONSTRAINT ${quoteIdentifier(operation.name)}`),
  'drop-constraint': (operation) =>
    alter(
      operation,
      operation.table,
      words(
        'DROP CONSTRAINT',
        operation.ifExists && 'IF EXISTS',
        quoteIdentifier(operation.name),
        operation.cascade && 'CASCADE',
      ),
    ),
  'rename-constraint': (operation) => {
    const { head, part } = alter(
      operation,
      operation.table,
      `RENAME CONSTRAINT ${quoteIdentifier(operation.name)} TO ${quoteIdentifier(operation.newName)}`,
    );
    return `${head} ${part}`;
  },
  'alter-constraint': (operation) =>
    alter(
      operation,
      operation.table,
      words(
        `ALTER CONSTRAINT ${quoteIdentifier(operation.name)}`,
        operation.deferrable !== undefined && (operation.deferrable ? 'DEFERRABLE' : 'NOT DEFERRABLE'),
        operation.initiallyDeferred !== undefined &&
          (operation.initiallyDeferred ? 'INITIALLY DEFERRED' : 'INITIALLY IMMEDIATE'),
        operation.enforced !== undefined && (operation.enforced ? 'ENFORCED' : 'NOT ENFORCED'),
        operation.inherit !== undefined && (operation.inherit ? 'INHERIT' : 'NO INHERIT'),
      ),
    ),
};
