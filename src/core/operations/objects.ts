import type { Expression } from '../expression.js';
import type { QualifiedName } from '../name.js';
import type { TypeReference } from '../type.js';
import type { CheckConstraint } from './constraints.js';
import type { QueryUse } from './tables.js';

export type Volatility = 'immutable' | 'stable' | 'volatile';

/**
 * The kind of an object in PostgreSQL's words, lower case with hyphens: `table`, `column`, `materialized-view`,
 * `function`, `extension`, `operator-class`, `role`, `foreign-table`, ...
 */
export type ObjectType = string;

export interface ObjectOperations {
  'create-view': { readonly view: QualifiedName; readonly orReplace: boolean; readonly query: QueryUse };
  'drop-view': { readonly view: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'create-materialized-view': {
    readonly view: QualifiedName;
    readonly ifNotExists: boolean;
    readonly withNoData: boolean;
    readonly query: QueryUse;
  };
  'drop-materialized-view': { readonly view: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'refresh-materialized-view': {
    readonly view: QualifiedName;
    readonly concurrently: boolean;
    readonly withNoData: boolean;
  };
  'rename-view': { readonly view: QualifiedName; readonly newName: string; readonly materialized: boolean };

  'create-sequence': { readonly sequence: QualifiedName; readonly ifNotExists: boolean; readonly ownedBy?: OwnedBy };
  'alter-sequence': { readonly sequence: QualifiedName; readonly ownedBy?: OwnedBy };
  'drop-sequence': { readonly sequence: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'rename-sequence': { readonly sequence: QualifiedName; readonly newName: string };

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
  };
  'alter-domain': {
    readonly domain: QualifiedName;
    readonly change:
      | { readonly kind: 'add-check'; readonly check: CheckConstraint }
      | { readonly kind: 'validate-constraint'; readonly name: string }
      | { readonly kind: 'drop-constraint'; readonly name: string; readonly ifExists: boolean }
      | { readonly kind: 'set-not-null' }
      | { readonly kind: 'drop-not-null' }
      | { readonly kind: 'set-default'; readonly default: Expression }
      | { readonly kind: 'drop-default' };
  };
  'create-composite-type': {
    readonly type: QualifiedName;
    readonly attributes: readonly { readonly name: string; readonly type: TypeReference }[];
  };
  /** `ALTER TYPE ... ADD | DROP | ALTER ATTRIBUTE`. */
  'alter-composite-type': {
    readonly type: QualifiedName;
    readonly change: 'add-attribute' | 'drop-attribute' | 'alter-attribute';
    readonly attribute: string;
    readonly cascade: boolean;
  };
  /** Range and base types, shell types. */
  'create-type': { readonly type: QualifiedName };
  'drop-type': { readonly type: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'drop-domain': { readonly domain: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'rename-type': { readonly type: QualifiedName; readonly newName: string; readonly objectType: 'type' | 'domain' };

  'create-schema': { readonly schema: string; readonly ifNotExists: boolean };
  'drop-schema': { readonly schema: string; readonly ifExists: boolean; readonly cascade: boolean };
  'rename-schema': { readonly schema: string; readonly newName: string };
  'create-database': { readonly database: string };
  'drop-database': { readonly database: string; readonly ifExists: boolean };

  'create-function': {
    readonly function: QualifiedName;
    readonly orReplace: boolean;
    readonly language: string;
    /** PostgreSQL assumes volatile when nothing is written, and so does the reader. */
    readonly volatility: Volatility;
    readonly objectType: 'function' | 'procedure';
    readonly returnsTrigger: boolean;
  };
  /** ALTER FUNCTION, PROCEDURE, ROUTINE or AGGREGATE ... RENAME TO. */
  'rename-function': {
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
  };
  'drop-trigger': {
    readonly table: QualifiedName;
    readonly trigger: string;
    readonly ifExists: boolean;
    readonly cascade: boolean;
  };
  'rename-trigger': { readonly table: QualifiedName; readonly trigger: string; readonly newName: string };
  /** ENABLE / DISABLE TRIGGER; `trigger` absent for ALL and USER. */
  'set-trigger-state': {
    readonly table: QualifiedName;
    readonly trigger?: string;
    readonly state: 'enable' | 'disable' | 'enable-replica' | 'enable-always';
  };
  'create-rule': { readonly table: QualifiedName; readonly rule: string; readonly orReplace: boolean };
  'drop-rule': {
    readonly table: QualifiedName;
    readonly rule: string;
    readonly ifExists: boolean;
    readonly cascade: boolean;
  };
  'rename-rule': { readonly table: QualifiedName; readonly rule: string; readonly newName: string };
  'set-rule-state': {
    readonly table: QualifiedName;
    readonly rule: string;
    readonly state: 'enable' | 'disable' | 'enable-replica' | 'enable-always';
  };
  'create-policy': {
    readonly table: QualifiedName;
    readonly policy: string;
    readonly permissive: boolean;
    readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete';
    /** What USING and WITH CHECK read: columns of the table, and other relations in subqueries. */
    readonly reads?: QueryUse;
  };
  'alter-policy': { readonly table: QualifiedName; readonly policy: string; readonly reads?: QueryUse };
  'drop-policy': { readonly table: QualifiedName; readonly policy: string; readonly ifExists: boolean };
  'rename-policy': { readonly table: QualifiedName; readonly policy: string; readonly newName: string };

  /** `SET SCHEMA` of anything. */
  'set-schema': {
    readonly object: QualifiedName;
    readonly objectType: ObjectType;
    readonly newSchema: string;
    readonly ifExists: boolean;
  };
  'set-owner': { readonly object: QualifiedName; readonly objectType: ObjectType; readonly owner: string };
  comment: { readonly object: QualifiedName; readonly objectType: ObjectType };

  /** GRANT. `objects` are tables when `objectType` is `table`. */
  grant: PrivilegeChange;
  revoke: PrivilegeChange;

  'create-statistics': { readonly table: QualifiedName; readonly name?: QualifiedName };
  /** `tables`: those that a publication names. */
  'create-object': {
    readonly objectType: ObjectType;
    readonly name?: QualifiedName;
    readonly tables?: readonly QualifiedName[];
  };
  'alter-object': {
    readonly objectType: ObjectType;
    readonly name?: QualifiedName;
    readonly tables?: readonly QualifiedName[];
  };
  'drop-object': {
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
}
