import type { Node } from 'libpg-query';
import type { QualifiedName } from '../../../core/name.js';
import {
  all,
  nameParts,
  optionIsOn,
  qualified,
  relationName,
  roleName,
  strings,
  type NodeMap,
  type NodeTag,
} from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';
import { droppedRange, identity } from './identity.js';
import { policyReads } from './objects.js';

type Lowerer<T extends NodeTag> = (statement: NodeMap[T], scope: Scope) => void;
type Lowerers = { readonly [T in NodeTag]?: Lowerer<T> };

/** Statements about objects without rows (roles, servers, publications, ...) and about the session. */
export const otherStatements: Lowerers = {
  // Objects that are created.
  CreateAmStmt: ({ amname }, scope) => create(scope, 'access-method', amname),
  CreateCastStmt: (_, scope) => create(scope, 'cast'),
  CreateConversionStmt: ({ conversion_name }, scope) => create(scope, 'conversion', strings(conversion_name)),
  CreateEventTrigStmt: ({ trigname }, scope) => create(scope, 'event-trigger', trigname),
  CreateExtensionStmt: ({ extname }, scope) => create(scope, 'extension', extname),
  CreateFdwStmt: ({ fdwname }, scope) => create(scope, 'foreign-data-wrapper', fdwname),
  CreateForeignServerStmt: ({ servername }, scope) => create(scope, 'server', servername),
  CreateForeignTableStmt: ({ base }, scope) => {
    const { name, schema } = relationName(base?.relation);
    create(scope, 'foreign-table', schema === undefined ? [name] : [schema, name]);
  },
  CreateOpClassStmt: ({ opclassname }, scope) => create(scope, 'operator-class', strings(opclassname)),
  CreateOpFamilyStmt: ({ opfamilyname }, scope) => create(scope, 'operator-family', strings(opfamilyname)),
  CreatePLangStmt: ({ plname }, scope) => create(scope, 'language', plname),
  CreatePublicationStmt: ({ pubname, pubobjects }, scope) => {
    scope.emit('create-object', {
      objectType: 'publication',
      text: scope.text,
      ...named(pubname),
      ...publishedTables(pubobjects),
    });
  },
  CreateRoleStmt: ({ role }, scope) => create(scope, 'role', role),
  CreateSubscriptionStmt: ({ subname }, scope) => create(scope, 'subscription', subname),
  CreateTransformStmt: (_, scope) => create(scope, 'transform'),
  CreateUserMappingStmt: ({ servername }, scope) => create(scope, 'user-mapping', servername),
  ImportForeignSchemaStmt: ({ local_schema }, scope) => create(scope, 'foreign-table', local_schema),

  // Objects that are altered.
  AlterCollationStmt: ({ collname }, scope) => alter(scope, 'collation', strings(collname)),
  AlterDatabaseRefreshCollStmt: ({ dbname }, scope) => alter(scope, 'database', dbname),
  AlterDatabaseSetStmt: ({ dbname }, scope) => alter(scope, 'database', dbname),
  AlterDatabaseStmt: ({ dbname, options }, scope) => {
    const moves = all(options, 'DefElem').some((option) => option.defname === 'tablespace');
    if (moves) scope.emit('cluster-wide', { command: 'ALTER DATABASE SET TABLESPACE', text: scope.text });
    else alter(scope, 'database', dbname);
  },
  AlterEventTrigStmt: ({ trigname }, scope) => alter(scope, 'event-trigger', trigname),
  AlterExtensionContentsStmt: ({ extname }, scope) => alter(scope, 'extension', extname),
  AlterExtensionStmt: ({ extname }, scope) => alter(scope, 'extension', extname),
  AlterFdwStmt: ({ fdwname }, scope) => alter(scope, 'foreign-data-wrapper', fdwname),
  AlterForeignServerStmt: ({ servername }, scope) => alter(scope, 'server', servername),
  AlterFunctionStmt: ({ objtype, func }, scope) => alter(scope, objectTypeWord(objtype), strings(func?.objname)),
  AlterObjectDependsStmt: ({ objectType, relation, object }, scope) =>
    alter(scope, objectTypeWord(objectType), relation === undefined ? nameParts(object) : relation.relname),
  AlterOpFamilyStmt: ({ opfamilyname }, scope) => alter(scope, 'operator-family', strings(opfamilyname)),
  AlterOperatorStmt: ({ opername }, scope) => alter(scope, 'operator', strings(opername?.objname)),
  AlterPolicyStmt: (statement, scope) =>
    scope.emit('alter-policy', {
      table: relationName(statement.table),
      policy: statement.policy_name ?? '',
      text: scope.text,
      ...policyReads(statement),
    }),
  AlterPublicationStmt: ({ pubname, pubobjects }, scope) => {
    scope.emit('alter-object', {
      objectType: 'publication',
      text: scope.text,
      ...named(pubname),
      ...publishedTables(pubobjects),
    });
  },
  AlterRoleSetStmt: ({ role }, scope) => alter(scope, 'role', role === undefined ? undefined : roleName(role)),
  AlterRoleStmt: ({ role }, scope) => alter(scope, 'role', roleName(role)),
  AlterStatsStmt: ({ defnames }, scope) => alter(scope, 'statistics', strings(defnames)),
  AlterSubscriptionStmt: ({ subname }, scope) => alter(scope, 'subscription', subname),
  AlterTSConfigurationStmt: ({ cfgname }, scope) => alter(scope, 'text-search-configuration', strings(cfgname)),
  AlterTSDictionaryStmt: ({ dictname }, scope) => alter(scope, 'text-search-dictionary', strings(dictname)),
  AlterTableSpaceOptionsStmt: ({ tablespacename }, scope) => alter(scope, 'tablespace', tablespacename),
  AlterTypeStmt: ({ typeName }, scope) => alter(scope, 'type', strings(typeName)),
  AlterUserMappingStmt: ({ servername }, scope) => alter(scope, 'user-mapping', servername),
  SecLabelStmt: ({ objtype, object }, scope) => alter(scope, objectTypeWord(objtype), nameParts(object)),
  ReassignOwnedStmt: ({ roles }, scope) => alter(scope, 'owned', roleName(all(roles, 'RoleSpec')[0])),
  AlterTableMoveAllStmt: ({ objtype, orig_tablespacename, new_tablespacename, roles, nowait }, scope) =>
    scope.emit('move-tablespace', {
      relationKind: objtype === 'OBJECT_INDEX' ? 'index' : objtype === 'OBJECT_MATVIEW' ? 'materialized-view' : 'table',
      from: orig_tablespacename ?? '',
      tablespace: new_tablespacename ?? '',
      ...(roles === undefined ? undefined : { ownedBy: all(roles, 'RoleSpec').map(roleName) }),
      ...(nowait === true ? { nowait } : undefined),
    }),

  // Objects that are dropped.
  DropOwnedStmt: ({ roles, behavior }, scope) => {
    for (const role of all(roles, 'RoleSpec')) {
      const cascade = behavior === 'DROP_CASCADE';
      scope.emit('drop-object', { objectType: 'owned', name: { name: roleName(role) }, ifExists: false, cascade });
    }
  },
  DropRoleStmt: ({ roles, missing_ok }, scope) => {
    for (const role of all(roles, 'RoleSpec')) dropObject(scope, 'role', roleName(role), missing_ok);
  },
  DropSubscriptionStmt: ({ subname, missing_ok }, scope) => dropObject(scope, 'subscription', subname, missing_ok),
  DropUserMappingStmt: ({ servername, missing_ok }, scope) => dropObject(scope, 'user-mapping', servername, missing_ok),

  // The whole database or cluster.
  CreatedbStmt: ({ dbname }, scope) => scope.emit('create-database', { database: dbname ?? '', text: scope.text }),
  DropdbStmt: ({ dbname, missing_ok, options }, scope) =>
    scope.emit('drop-database', {
      database: dbname ?? '',
      ifExists: missing_ok === true,
      ...(optionIsOn(options, 'force') ? { force: true } : undefined),
    }),
  AlterSystemStmt: (_, scope) => scope.emit('cluster-wide', { command: 'ALTER SYSTEM', text: scope.text }),
  CreateTableSpaceStmt: (_, scope) => scope.emit('cluster-wide', { command: 'CREATE TABLESPACE', text: scope.text }),
  DropTableSpaceStmt: (_, scope) => scope.emit('cluster-wide', { command: 'DROP TABLESPACE', text: scope.text }),

  // The session.
  CheckPointStmt: (_, scope) => session(scope, 'CHECKPOINT'),
  ClosePortalStmt: (_, scope) => session(scope, 'CLOSE'),
  DeallocateStmt: (_, scope) => session(scope, 'DEALLOCATE'),
  DeclareCursorStmt: (_, scope) => session(scope, 'DECLARE'),
  DiscardStmt: ({ target }, scope) =>
    target === 'DISCARD_ALL' ? scope.emit('reset-parameter', { discard: true }) : session(scope, 'DISCARD'),
  ExecuteStmt: (_, scope) => scope.opaque('EXECUTE runs a prepared statement, which Lockstep does not follow.'),
  FetchStmt: (_, scope) => session(scope, 'FETCH'),
  ListenStmt: (_, scope) => session(scope, 'LISTEN'),
  LoadStmt: (_, scope) => session(scope, 'LOAD'),
  NotifyStmt: (_, scope) => session(scope, 'NOTIFY'),
  PrepareStmt: (_, scope) => session(scope, 'PREPARE'),
  UnlistenStmt: (_, scope) => session(scope, 'UNLISTEN'),
  VariableShowStmt: (_, scope) => session(scope, 'SHOW'),
};

function session(scope: Scope, command: string): void {
  scope.emit('session-statement', { command, text: scope.text });
}

function create(scope: Scope, objectType: string, name?: string | readonly string[]): void {
  scope.emit('create-object', { objectType, text: scope.text, ...named(name) });
}

function alter(scope: Scope, objectType: string, name?: string | readonly string[]): void {
  scope.emit('alter-object', { objectType, text: scope.text, ...named(name) });
}

function dropObject(scope: Scope, objectType: string, name: string | undefined, ifExists: boolean | undefined): void {
  scope.emit('drop-object', {
    objectType,
    ...named(name),
    ifExists: ifExists === true,
    cascade: false,
    ...identity(scope, objectType, () => droppedRange(scope, objectType)),
  });
}

function publishedTables(objects: readonly Node[] | undefined): { readonly tables?: readonly QualifiedName[] } {
  const tables = all(objects, 'PublicationObjSpec').flatMap(({ pubtable }) => pubtable?.relation ?? []);
  return tables.length === 0 ? {} : { tables: tables.map(relationName) };
}

function named(name: string | readonly string[] | undefined): { readonly name?: QualifiedName } {
  if (name === undefined || name.length === 0) return {};
  return { name: typeof name === 'string' ? { name } : qualified(name) };
}
