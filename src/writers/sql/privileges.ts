import type { ObjectOperations, OperationDraft, PrivilegeChange } from '../../core/operation.js';
import { quoteQualified } from '../../postgres/names.js';
import { columnList, identifiers, objectWords, roles, role, words } from './words.js';
import type { Writers } from './written.js';

export const privilegeWriters: Writers<Extract<keyof ObjectOperations, 'grant' | 'revoke'>> = {
  grant: (operation) => (operation.objectType === 'role' ? grantRoles(operation) : grantOn(operation)),
  revoke: (operation) => (operation.objectType === 'role' ? revokeRoles(operation) : revokeOn(operation)),
};

function grantOn(operation: OperationDraft<'grant'>): string {
  return words(
    `GRANT ${privilegeList(operation)} ON ${target(operation)} TO ${roles(operation.grantees)}`,
    operation.grantOption === true && 'WITH GRANT OPTION',
    grantor(operation),
  );
}

function revokeOn(operation: OperationDraft<'revoke'>): string {
  return words(
    'REVOKE',
    operation.grantOption === true && 'GRANT OPTION FOR',
    `${privilegeList(operation)} ON ${target(operation)} FROM ${roles(operation.grantees)}`,
    grantor(operation),
    operation.cascade && 'CASCADE',
  );
}

/** Membership: `GRANT admins TO ann WITH ADMIN TRUE`. */
function grantRoles(operation: OperationDraft<'grant'>): string {
  const { privileges, grantees, options = [] } = operation;
  const list = options.map(({ name, value = 'true' }) => `${name.toUpperCase()} ${value.toUpperCase()}`);
  return words(
    `GRANT ${identifiers(privileges)} TO ${roles(grantees)}`,
    list.length > 0 && `WITH ${list.join(', ')}`,
    grantor(operation),
  );
}

function revokeRoles(operation: OperationDraft<'revoke'>): string {
  const { privileges, grantees, options = [], cascade } = operation;
  const [option] = options;
  return words(
    'REVOKE',
    option !== undefined && `${option.name.toUpperCase()} OPTION FOR`,
    `${identifiers(privileges)} FROM ${roles(grantees)}`,
    grantor(operation),
    cascade && 'CASCADE',
  );
}

function grantor({ grantedBy }: PrivilegeChange): string {
  return grantedBy === undefined ? '' : `GRANTED BY ${role(grantedBy)}`;
}

function privilegeList({ privileges, columns }: PrivilegeChange): string {
  const list = privileges.map((privilege, index) => {
    const names = columns?.[index] ?? [];
    return words(privilege, names.length > 0 && columnList(names));
  });
  return list.join(', ');
}

function target({ objectType, objects, schemas, identities }: PrivilegeChange): string {
  if (schemas.length > 0) return `ALL ${objectWords(objectType)}S IN SCHEMA ${identifiers(schemas)}`;
  const names = identities ?? objects.map(quoteQualified);
  return `${objectType === 'server' ? 'FOREIGN SERVER' : objectWords(objectType)} ${names.join(', ')}`;
}
