import { restOfTransaction, writtenOfKind } from '../../src/core/later.js';
import type { Migration } from '../../src/core/migration.js';
import type { QualifiedName } from '../../src/core/name.js';
import { displayName } from '../../src/core/name.js';
import { isNewFunction, isNewSequence, isNewTable } from '../../src/core/newness.js';
import type { OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { Schema } from '../../src/core/schema.js';
import { listed, listedBriefly } from '../../src/core/wording.js';

type Revoke = OperationOf<'revoke'>;

export default defineRule({
  id: 'change-privileges',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Revoking a privilege breaks the code that runs with it.',
  operations: ['revoke'],
  messages: {
    revokes: {
      message: '{{grantees}} can no longer use {{privileges}} on {{objects}}.',
      why: 'Running code that connects as such a role, or as a member of it, fails with "permission denied" from the commit on.',
      instead:
        'Find out what uses the privilege first (the log shows statements per role), move it to another role, and revoke in a later deployment.',
    },
    revokesMembership: {
      message: '{{grantees}} is no longer a member of {{privileges}} and loses all that the role may do.',
      why: 'Running code that connects as {{grantees}} fails with "permission denied" from the commit on.',
      instead: 'Grant what is still needed directly first, and revoke the membership in a later deployment.',
    },
  },
  check(operation, { schema, effects, migration, transaction }) {
    if (isOnNewObjects(operation, schema, migration)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    if (rest.some((later) => later.kind === 'grant' && givesBack(later, operation))) return undefined;
    const membership = operation.objectType === 'role';
    return {
      messageId: membership ? 'revokesMembership' : 'revokes',
      data: {
        grantees: listed(operation.grantees.map(roleWord)),
        privileges: listed(operation.privileges.map((word) => (word === 'ALL' ? 'any privilege' : word))),
        objects: objectsOf(operation),
      },
      effects: effects.filter(({ kind }) => kind === 'breaks'),
    };
  },
});

function roleWord(role: string): string {
  return role === 'public' ? 'PUBLIC (every role)' : role;
}

function objectsOf({ objectType, objects, schemas }: Revoke): string {
  const kind = objectType.replaceAll('-', ' ');
  if (objects.length === 0) return `every ${kind} of the schema ${listed(schemas)}`;
  return `the ${kind} ${listedBriefly(objects.map(displayName))}`;
}

/** Nobody can have used a privilege on what the deployment itself creates. */
function isOnNewObjects({ objectType, objects }: Revoke, schema: Schema, migration: Migration): boolean {
  return objects.length > 0 && objects.every((object) => isNewObject(objectType, object, schema, migration));
}

function isNewObject(objectType: string, object: QualifiedName, schema: Schema, migration: Migration): boolean {
  switch (objectType) {
    case 'table':
      return isNewTable(schema, object) || isNewSequence(schema, object);
    case 'sequence':
      return isNewSequence(schema, object);
    case 'schema':
      return writtenOfKind(migration, 'create-schema').some(({ schema: name }) => name === object.name);
    case 'function':
    case 'procedure':
    case 'routine':
      // CREATE OR REPLACE in front of it: the privileges are being set up together with the function.
      return (
        isNewFunction(schema, object) ||
        writtenOfKind(migration, 'create-function').some((other) => other.function.name === object.name)
      );
    default:
      return false;
  }
}

/** `REVOKE ALL ... ; GRANT ...` to the same roles sets the privileges anew. */
function givesBack(grant: OperationOf<'grant'>, revoke: Revoke): boolean {
  if (grant.objectType !== revoke.objectType) return false;
  const objects = new Set([...grant.objects.map(displayName), ...grant.schemas]);
  return (
    revoke.grantees.every((role) => grant.grantees.includes(role)) &&
    [...revoke.objects.map(displayName), ...revoke.schemas].every((name) => objects.has(name))
  );
}
