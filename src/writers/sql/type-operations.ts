import type { ObjectOperations } from '../../core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { constraintText } from './constraints.js';
import { defaultText } from './default.js';
import { drop } from './drop.js';
import { typeText } from '../../postgres/type-text.js';
import { literal, words } from './words.js';
import type { Writers } from './written.js';

type TypeKinds = Extract<keyof ObjectOperations, `${string}type` | `${string}domain` | `${string}enum${string}`>;

/** Enums, domains, composite and other types. */
export const typeWriters: Writers<TypeKinds> = {
  'create-enum': ({ type, labels }) => {
    const list = labels.map(literal).join(', ');
    return `CREATE TYPE ${quoteQualified(type)} AS ENUM (${list})`;
  },
  'add-enum-value': ({ type, value, ifNotExists, before, after }) =>
    words(
      `ALTER TYPE ${quoteQualified(type)} ADD VALUE`,
      ifNotExists && 'IF NOT EXISTS',
      literal(value),
      before !== undefined && `BEFORE ${literal(before)}`,
      after !== undefined && `AFTER ${literal(after)}`,
    ),
  'rename-enum-value': ({ type, value, newValue }) =>
    `ALTER TYPE ${quoteQualified(type)} RENAME VALUE ${literal(value)} TO ${literal(newValue)}`,
  'create-domain': (operation) =>
    words(
      `CREATE DOMAIN ${quoteQualified(operation.domain)} AS ${typeText(operation.type)}`,
      operation.collation !== undefined && `COLLATE ${quoteQualified(operation.collation)}`,
      operation.default !== undefined && `DEFAULT ${defaultText(operation.default.text)}`,
      operation.notNullName !== undefined && `CONSTRAINT ${quoteIdentifier(operation.notNullName)}`,
      operation.notNull && 'NOT NULL',
      ...operation.checks.map(constraintText),
    ),
  'alter-domain': ({ domain, change }) => `ALTER DOMAIN ${quoteQualified(domain)} ${domainChange(change)}`,
  'create-composite-type': ({ type, attributes }) => {
    const list = attributes.map((attribute) =>
      words(
        `${quoteIdentifier(attribute.name)} ${typeText(attribute.type)}`,
        attribute.collation !== undefined && `COLLATE ${quoteQualified(attribute.collation)}`,
      ),
    );
    return `CREATE TYPE ${quoteQualified(type)} AS (${list.length === 0 ? '' : `\n  ${list.join(',\n  ')}\n`})`;
  },
  'alter-composite-type': (operation) => ({
    head: `ALTER TYPE ${quoteQualified(operation.type)}`,
    part: attributeChange(operation),
    lines: true,
  }),
  'create-type': ({ text }) => text,
  'drop-type': ({ type, ...options }) => drop('TYPE', quoteQualified(type), options),
  'drop-domain': ({ domain, ...options }) => drop('DOMAIN', quoteQualified(domain), options),
  'rename-type': ({ type, newName, objectType }) =>
    `ALTER ${objectType.toUpperCase()} ${quoteQualified(type)} RENAME TO ${quoteIdentifier(newName)}`,
};

function domainChange(change: ObjectOperations['alter-domain']['change']): string {
  switch (change.kind) {
    case 'add-check':
      return `ADD ${constraintText(change.check)}`;
    case 'validate-constraint':
      return `VALIDATE CONSTRAINT ${quoteIdentifier(change.name)}`;
    case 'drop-constraint':
      return words(
        'DROP CONSTRAINT',
        change.ifExists && 'IF EXISTS',
        quoteIdentifier(change.name),
        change.cascade === true && 'CASCADE',
      );
    case 'set-not-null':
      return change.name === undefined ? 'SET NOT NULL' : `ADD CONSTRAINT ${quoteIdentifier(change.name)} NOT NULL`;
    case 'drop-not-null':
      return 'DROP NOT NULL';
    case 'set-default':
      return `SET DEFAULT ${change.default.text}`;
    case 'drop-default':
      return 'DROP DEFAULT';
  }
}

function attributeChange(operation: ObjectOperations['alter-composite-type']): string {
  const attribute = quoteIdentifier(operation.attribute);
  const { attributeType, collation } = operation;
  const type = words(
    attributeType !== undefined && typeText(attributeType),
    collation !== undefined && `COLLATE ${quoteQualified(collation)}`,
  );
  const cascade = operation.cascade && 'CASCADE';
  switch (operation.change) {
    case 'add-attribute':
      return words('ADD ATTRIBUTE', attribute, type, cascade);
    case 'drop-attribute':
      return words('DROP ATTRIBUTE', operation.ifExists === true && 'IF EXISTS', attribute, cascade);
    case 'alter-attribute':
      return words('ALTER ATTRIBUTE', attribute, 'TYPE', type, cascade);
  }
}
