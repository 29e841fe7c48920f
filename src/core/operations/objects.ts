import type { Expression } from '../expression.js';
import type { QualifiedName } from '../name.js';
import type { TypeReference } from '../type.js';
import type { AlterTarget, ObjectIdentity, SequenceOptions, StorageParameter } from './clauses.js';
import type { CheckConstraint } from './constraints.js';
import type { StatementText } from './statements.js';
import type { Persistence, QueryUse } from './tables.js';

export type Volatility = 'immutable' | 'stable' | 'volatile';

/**
 * The kind of an object in PostgreSQL's words, lower case with hyphens: `table`, `column`, `materialized-view`,
 * `function`, `extension`, `operator-class`, `role`, `foreign-table`, ...
 */
export type ObjectType = string;

export interface ObjectOperations {
  'create-view': {
    readonly view: QualifiedName;
    readonly orReplace: boolean;
    readonly query: QueryUse;
    /** The query as written. */
    readonly definition: string;
    /** The names of its columns, when they are listed. */
    readonly columns?: readonly string[];
    readonly temporary?: boolean;
    readonly recursive?: boolean;
    readonly storageParameters?: readonly StorageParameter[];
    readonly checkOption?: 'local' | 'cascaded';
  };
  'drop-view': { readonly view: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'create-materialized-view': {
    readonly view: QualifiedName;
    readonly ifNotExists: boolean;
    readonly withNoData: boolean;
    readonly query: QueryUse;
    /** The query as written. */
    readonly definition: string;
    readonly columns?: readonly string[];
    readonly accessMethod?: string;
    readonly storageParameters?: readonly StorageParameter[];
    readonly tablespace?: string;
  };
  'drop-materialized-view': { readonly view: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'refresh-materialized-view': {
    readonly view: QualifiedName;
    readonly concurrently: boolean;
    readonly withNoData: boolean;
  };
  'rename-view': {
    readonly view: QualifiedName;
    readonly newName: string;
    readonly materialized: boolean;
    readonly ifExists?: boolean;
  };

  'create-sequence': {
    readonly sequence: QualifiedName;
    readonly ifNotExists: boolean;
    readonly ownedBy?: OwnedBy;
    readonly options?: SequenceOptions;
    /** Permanent when absent. */
    readonly persistence?: Persistence;
  };
  'alter-sequence': {
    readonly sequence: QualifiedName;
    readonly ownedBy?: OwnedBy;
    readonly options?: SequenceOptions;
    readonly ifExists?: boolean;
  };
  'drop-sequence': { readonly sequence: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'rename-sequence': { readonly sequence: QualifiedName; readonly newName: string; readonly ifExists?: boolean };

  'create-enum': { readonly type: QualifiedName; readonly labels: readonly string[] };
  'add-enum-value': {
    readonly type: QualifiedName;
    readonly value: string;
    readonly ifNotExists: boolean;
    readonly before?: string;
    readonly after?: string;
  };
  'rename-enum-value': { readonly type: QualifiedName; readonly value: string; readonly newValue: string };
  'create-domain': {
    readonly domain: QualifiedName;
    readonly type: TypeReference;
    readonly notNull: boolean;
    readonly default?: Expression;
    readonly checks: readonly CheckConstraint[];
    readonly collation?: QualifiedName;
    /** The name that its NOT NULL was given. */
    readonly notNullName?: string;
  };
  'alter-domain': {
    readonly domain: QualifiedName;
    readonly change:
      | { readonly kind: 'add-check'; readonly check: CheckConstraint }
      | { readonly kind: 'validate-constraint'; readonly name: string }
      | {
          readonly kind: 'drop-constraint';
          readonly name: string;
          readonly ifExists: boolean;
          readonly cascade?: boolean;
        }
      | { readonly kind: 'set-not-null'; readonly name?: string }
      | { readonly kind: 'drop-not-null' }
      | { readonly kind: 'set-default'; readonly default: Expression }
      | { readonly kind: 'drop-default' };
  };
  'create-composite-type': {
    readonly type: QualifiedName;
    readonly attributes: readonly {
      readonly name: string;
      readonly type: TypeReference;
      readonly collation?: QualifiedName;
    }[];
  };
  /** `ALTER TYPE ... ADD | DROP | ALTER ATTRIBUTE`. */
  'alter-composite-type': {
    readonly type: QualifiedName;
    readonly change: 'add-attribute' | 'drop-attribute' | 'alter-attribute';
    readonly attribute: string;
    readonly cascade: boolean;
    /** Absent when the attribute is dropped. */
    readonly attributeType?: TypeReference;
    readonly collation?: QualifiedName;
    /** `DROP ATTRIBUTE IF EXISTS`. */
    readonly ifExists?: boolean;
  };
  /** Range and base types, shell types. */
  'create-type': { readonly type: QualifiedName } & StatementText;
  'drop-type': { readonly type: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'drop-domain': { readonly domain: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'rename-type': { readonly type: QualifiedName; readonly newName: string; readonly objectType: 'type' | 'domain' };

  'create-schema': {
    readonly schema: string;
    readonly ifNotExists: boolean;
    /** The role of AUTHORIZATION, which also gives the name when none is written. */
    readonly owner?: string;
  };
  'drop-schema': { readonly schema: string; readonly ifExists: boolean; readonly cascade: boolean };
  'rename-schema': { readonly schema: string; readonly newName: string };
  'create-database': { readonly database: string } & StatementText;
  'drop-database': { readonly database: string; readonly ifExists: boolean; readonly force?: boolean };

  'create-function': {
    readonly function: QualifiedName;
    readonly orReplace: boolean;
    readonly language: string;
    /** PostgreSQL assumes volatile when nothing is written, and so does the reader. */
    readonly volatility: Volatility;
    readonly objectType: 'function' | 'procedure';
    readonly returnsTrigger: boolean;
    /** What stands between the brackets after the name, as written. */
    readonly arguments: string;
    /** What follows RETURNS, as written: `trigger`, `SETOF integer`, `TABLE (id integer)`. */
    readonly returns?: string;
    /** The string after AS, decoded; for C the file. Absent when the body is SQL as such. */
    readonly body?: string;
    /** The second string after AS, which only C has. */
    readonly linkSymbol?: string;
    /** `RETURN expression` or `BEGIN ATOMIC ... END` (14+), as written. */
    readonly sqlBody?: string;
    /** The other clauses as written: `SECURITY DEFINER`, `STRICT`, `SET search_path TO ''`, `COST 10`. */
    readonly clauses?: readonly string[];
  };
  /** ALTER FUNCTION, PROCEDURE, ROUTINE or AGGREGATE ... RENAME TO. */
  'rename-function': ObjectIdentity & {
    readonly function: QualifiedName;
    readonly newName: string;
    readonly objectType: 'function' | 'procedure' | 'routine' | 'aggregate';
  };
  'create-trigger': {
    readonly table: QualifiedName;
    readonly trigger: string;
    readonly orReplace: boolean;
    readonly constraint: boolean;
    readonly function: QualifiedName;
    readonly referencedTable?: QualifiedName;
    /** A constraint trigger `INITIALLY DEFERRED`: it fires when the transaction ends. */
    readonly initiallyDeferred?: boolean;
    readonly deferrable?: boolean;
    readonly timing: 'before' | 'after' | 'instead-of';
    readonly events: readonly TriggerEvent[];
    readonly forEach: 'row' | 'statement';
    readonly when?: Expression;
    /** Names of the transition tables. */
    readonly oldTable?: string;
    readonly newTable?: string;
    /** The strings handed to the function. */
    readonly arguments?: readonly string[];
  };
  'drop-trigger': {
    readonly table: QualifiedName;
    readonly trigger: string;
    readonly ifExists: boolean;
    readonly cascade: boolean;
  };
  'rename-trigger': {
    readonly table: QualifiedName;
    readonly trigger: string;
    readonly newName: string;
  };
  /** ENABLE / DISABLE TRIGGER; `trigger` absent for ALL and USER. */
  'set-trigger-state': AlterTarget & {
    readonly table: QualifiedName;
    readonly trigger?: string;
    /** USER: the triggers behind constraints are left alone. */
    readonly userOnly?: boolean;
    readonly state: 'enable' | 'disable' | 'enable-replica' | 'enable-always';
  };
  'create-rule': {
    readonly table: QualifiedName;
    readonly rule: string;
    readonly orReplace: boolean;
  } & StatementText;
  'drop-rule': {
    readonly table: QualifiedName;
    readonly rule: string;
    readonly ifExists: boolean;
    readonly cascade: boolean;
  };
  'rename-rule': { readonly table: QualifiedName; readonly rule: string; readonly newName: string };
  'set-rule-state': AlterTarget & {
    readonly table: QualifiedName;
    readonly rule: string;
    readonly state: 'enable' | 'disable' | 'enable-replica' | 'enable-always';
  };
  'create-policy': StatementText & {
    readonly table: QualifiedName;
    readonly policy: string;
    readonly permissive: boolean;
    readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
    /** What USING and WITH CHECK read: columns of the table, and other relations in subqueries. */
    readonly reads?: QueryUse;
  };
  'alter-policy': StatementText & {
    readonly table: QualifiedName;
    readonly policy: string;
    readonly reads?: QueryUse;
  };
  'drop-policy': { readonly table: QualifiedName; readonly policy: string; readonly ifExists: boolean };
  'rename-policy': {
    readonly table: QualifiedName;
    readonly policy: string;
    readonly newName: string;
    readonly ifRelationExists?: boolean;
  };

  /** `SET SCHEMA` of anything. */
  'set-schema': ObjectIdentity & {
    readonly object: QualifiedName;
    readonly objectType: ObjectType;
    readonly newSchema: string;
    readonly ifExists: boolean;
    readonly only?: boolean;
  };
  'set-owner': AlterTarget &
    ObjectIdentity & { readonly object: QualifiedName; readonly objectType: ObjectType; readonly owner: string };
  /** The object is the table for a comment on a column, constraint, trigger, rule or policy, whose name is `part`. */
  comment: ObjectIdentity & {
    readonly object: QualifiedName;
    readonly objectType: ObjectType;
    readonly part?: string;
    /** Null takes the comment away. */
    readonly comment: string | null;
  };

  /** GRANT. `objects` are tables when `objectType` is `table`. */
  grant: PrivilegeChange;
  revoke: PrivilegeChange;

  'create-statistics': StatementText & { readonly table: QualifiedName; readonly name?: QualifiedName };
  /** `tables`: those that a publication names. */
  'create-object': StatementText & {
    readonly objectType: ObjectType;
    readonly name?: QualifiedName;
    readonly tables?: readonly QualifiedName[];
  };
  /** The text is the command when it is one of several of an ALTER. */
  'alter-object': StatementText &
    AlterTarget & {
      readonly objectType: ObjectType;
      readonly name?: QualifiedName;
      readonly tables?: readonly QualifiedName[];
    };
  'drop-object': ObjectIdentity & {
    readonly objectType: ObjectType;
    readonly name?: QualifiedName;
    readonly ifExists: boolean;
    readonly cascade: boolean;
  };
}

/** `OWNED BY table.column`, or `OWNED BY NONE` as null. */
export type OwnedBy = { readonly table: QualifiedName; readonly column: string } | null;

export interface PrivilegeChange {
  /** Upper-case words such as SELECT, INSERT; `['ALL']` for ALL PRIVILEGES; role names for membership grants. */
  readonly privileges: readonly string[];
  readonly objectType: ObjectType;
  /** Empty for `ALL TABLES IN SCHEMA`, whose schemas then stand in `schemas`. */
  readonly objects: readonly QualifiedName[];
  readonly schemas: readonly string[];
  readonly grantees: readonly string[];
  readonly cascade: boolean;
  /** The columns of each privilege, in the order of `privileges`; absent when none names columns. */
  readonly columns?: readonly (readonly string[])[];
  /** Each object as SQL names it, where names do not say it all: functions with their arguments. */
  readonly identities?: readonly string[];
  /** `WITH GRANT OPTION`, or `GRANT OPTION FOR` of REVOKE. */
  readonly grantOption?: boolean;
  readonly grantedBy?: string;
  /** Options of a membership: `WITH ADMIN TRUE`, `ADMIN OPTION FOR`. */
  readonly options?: readonly StorageParameter[];
}

/** One of the events that fire a trigger. `columns`: those of `UPDATE OF`. */
export interface TriggerEvent {
  readonly event: 'insert' | 'update' | 'delete' | 'truncate';
  readonly columns?: readonly string[];
}
