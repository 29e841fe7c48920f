import type { AlterDefaultPrivilegesStmt, GrantRoleStmt, GrantStmt, Node } from 'libpg-query';
import { all, as, nameParts, qualified, relationName, roleName, strings } from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';
import { parameters } from './clauses.js';
import { hasIdentity, typeWords } from './identity.js';

export function grant(statement: GrantStmt, scope: Scope): void {
  const privileges = all(statement.privileges, 'AccessPriv');
  const inSchemas = statement.targtype === 'ACL_TARGET_ALL_IN_SCHEMA';
  const names = (statement.objects ?? []).map((object) => {
    const relation = as(object, 'RangeVar');
    return relation === undefined ? qualified(nameParts(object)) : relationName(relation);
  });
  const objectType = objectTypeWord(statement.objtype);
  scope.emit(statement.is_grant === true ? 'grant' : 'revoke', {
    privileges:
      privileges.length === 0 ? ['ALL'] : privileges.map((privilege) => (privilege.priv_name ?? 'ALL').toUpperCase()),
    objectType,
    objects: inSchemas ? [] : names,
    schemas: inSchemas ? names.map(({ name }) => name) : [],
    grantees: roles(statement.grantees),
    cascade: statement.behavior === 'DROP_CASCADE',
    ...(privileges.some((privilege) => privilege.cols !== undefined)
      ? { columns: privileges.map((privilege) => strings(privilege.cols)) }
      : undefined),
    ...(hasIdentity(objectType) && !inSchemas ? { identities: identities(scope, objectType) } : undefined),
    ...(statement.grant_option === true ? { grantOption: true } : undefined),
    ...grantor(statement),
  });
}

/** Membership: the roles that are granted stand in `privileges`. */
export function grantRole(statement: GrantRoleStmt, scope: Scope): void {
  const options = parameters(statement.opt);
  scope.emit(statement.is_grant === true ? 'grant' : 'revoke', {
    privileges: all(statement.granted_roles, 'AccessPriv').map((role) => role.priv_name ?? ''),
    objectType: 'role',
    objects: [],
    schemas: [],
    grantees: roles(statement.grantee_roles),
    cascade: statement.behavior === 'DROP_CASCADE',
    ...(options.length === 0 ? undefined : { options }),
    ...grantor(statement),
  });
}

function grantor(statement: GrantStmt | GrantRoleStmt): { readonly grantedBy?: string } {
  return statement.grantor === undefined ? {} : { grantedBy: roleName(statement.grantor) };
}

/** The objects as written: `f(integer)`. */
function identities(scope: Scope, objectType: string): string[] {
  const from = scope.find(0, ['on']) + 1 + typeWords(objectType);
  return scope
    .split(from, scope.find(from, ['to', 'from']))
    .map((part) => scope.textOf(scope.spanOf(part.from, part.to)));
}

/** Concerns objects made later; names no object that exists. */
export function defaultPrivileges(statement: AlterDefaultPrivilegesStmt, scope: Scope): void {
  const schemas = all(statement.options, 'DefElem').find((option) => option.defname === 'schemas');
  const schema = strings(as(schemas?.arg, 'List')?.items)[0];
  scope.emit('alter-object', {
    objectType: 'default-privileges',
    text: scope.text,
    ...(schema === undefined ? undefined : { name: { name: schema } }),
  });
}

function roles(nodes: readonly Node[] | undefined): string[] {
  return all(nodes, 'RoleSpec').map(roleName);
}
