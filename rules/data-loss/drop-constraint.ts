import { operationsAbout, operationsOfStatement, restOfTransaction, writtenOfKind } from '../../src/core/later.js';
import type { Migration } from '../../src/core/migration.js';
import { displayName } from '../../src/core/name.js';
import type { ObjectKey } from '../../src/core/name.js';
import { isNewTable } from '../../src/core/newness.js';
import type { Operation } from '../../src/core/operation.js';
import { isCoveredBySchema, isCoveredBy, lostProtection } from '../../src/core/protection.js';
import type { Protection } from '../../src/core/protection.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey, tableOf } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { provesNotNull } from '../../src/postgres/expressions/index.js';

export default defineRule({
  id: 'drop-constraint',
  family: 'data-loss',
  severity: 'warning',
  summary: 'Dropping a constraint or unique index ends the protection it gave to the data.',
  operations: ['drop-constraint', 'drop-index', 'alter-domain'],
  messages: {
    losesProtection: {
      message: 'Dropping {{name}} means that {{consequence}}.',
      why: 'Wrong rows can be written from the commit on, and they stay: the constraint cannot be added again before all of them are found and mended.',
      instead:
        'If the rule still holds in another form, add the new constraint first (NOT VALID, then VALIDATE) and drop the old one afterwards. If it does not hold any more, say so where the constraint is dropped.',
    },
    losesUnknown: {
      message:
        'Dropping the constraint {{name}} of {{table}} ends the protection it gave. What it checks is not in the history; the migration that adds it or a schema dump would show it.',
      why: 'Wrong rows can be written from the commit on, and they stay: the constraint cannot be added again before all of them are found and mended.',
      instead:
        'If the rule still holds in another form, add the new constraint first (NOT VALID, then VALIDATE) and drop the old one afterwards. If it does not hold any more, say so where the constraint is dropped.',
    },
  },
  check(operation, { schema, effects, migration, transaction }) {
    const lost = lostProtection(operation, schema);
    if (lost === undefined || isNewTable(schema, lost.table) || isMoot(lost, schema, migration)) return undefined;
    if (lost.kind !== 'unknown' && (isCoveredBySchema(lost, schema) || isNullCheckOfNotNull(lost, schema))) {
      return undefined;
    }
    // PostgreSQL drops first: what one ALTER TABLE adds comes later, wherever it is written.
    const rest = [
      ...restOfTransaction(migration, operation, transaction, [lost.table.name]),
      ...operationsOfStatement(migration, operation),
    ];
    if (rest.some((later) => isCoveredBy(later, lost, schema))) return undefined;
    return {
      messageId: lost.kind === 'unknown' ? 'losesUnknown' : 'losesProtection',
      data: { name: lost.label, table: displayName(lost.table), consequence: lost.consequence },
      effects: effects.filter((effect) => effect.kind === 'loses' && effect.what !== 'index'),
    };
  },
});

/** The safe way to SET NOT NULL ends with dropping the CHECK that led to it. */
function isNullCheckOfNotNull(lost: Protection, schema: Schema): boolean {
  const check = lost.expression;
  if (check === undefined) return false;
  const columns = tableOf(schema, lost.table)?.columns;
  return lost.columns.some((column) => columns?.get(column)?.notNull === true && provesNotNull(check, column));
}

/** The migration also drops a column or table the constraint is about, which says all there is to say. */
function isMoot(lost: Protection, schema: Schema, migration: Migration): boolean {
  const table = relationKey(schema, lost.table);
  const references = lost.references?.slice(lost.references.indexOf('.') + 1);
  const names = [lost.table.name, ...(references === undefined ? [] : [references])];
  if (operationsAbout(migration, names).some((other) => drops(other, table, lost, schema))) return true;
  // The foreign key that is not known may point to any table.
  if (lost.kind !== 'unknown' || !/fk|foreign/i.test(lost.name)) return false;
  return writtenOfKind(migration, 'drop-table').length > 0;
}

function drops(other: Operation, table: ObjectKey, lost: Protection, schema: Schema): boolean {
  if (other.kind === 'drop-column') {
    if (relationKey(schema, other.table) !== table) return false;
    return lost.kind === 'unknown' ? lost.name.includes(other.column) : lost.columns.includes(other.column);
  }
  if (other.kind !== 'drop-table') return false;
  const dropped = relationKey(schema, other.table);
  return dropped === table || dropped === lost.references;
}
