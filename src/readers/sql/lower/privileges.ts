import type { AlterDefaultPrivilegesStmt, GrantRoleStmt, GrantStmt, Node } from 'libpg-query';
import { all, as, nameParts, qualified, relationName, roleName, strings } from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';

export function grant(statement: GrantStmt, scope: Scope): void {
  const privileges = all(statement.privileges, 'AccessPriv').map((privilege) =>
    (privilege.priv_name ?? 'ALL').toUpperCase(),
  );
  const inSchemas = statement.targtype === 'ACL_TARGET_ALL_IN_SCHEMA';
  const names = (statement.objects ?? []).map((object) => {
    const relation = as(object, 'RangeVar');
    return relation === undefined ? qualified(nameParts(object)) : relationName(relation);
  });
  scope.emit(statement.is_grant === true ? 'grant' : 'revoke', {
    privileges: privileges.length === 0 ? ['ALL'] : privileges,
    objectType: objectTypeWord(statement.objtype),
    objects: inSchemas ? [] : names,
    schemas: inSchemas ? names.map(({ name }) => name) : [],
    grantees: roles(statement.grantees),
    cascade: statement.behavior === 'DROP_CASCADE',
  });
}

/** Membership: the roles that are granted stand in `privileges`. */
export function grantRole(statement: GrantRoleStmt, scope: Scope): void {
  scope.emit(statement.is_grant === true ? 'grant' : 'revoke', {
    privileges: all(statement.granted_roles, 'AccessPriv').map((role) => role.priv_name ?? ''),
    objectType: 'role',
    objects: [],
    schemas: [],
    grantees: roles(statement.grantee_roles),
    cascade: statement.behavior === 'DROP_CASCADE',
  });
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
