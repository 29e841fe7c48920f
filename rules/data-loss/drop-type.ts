import { operationsAbout } from '../../src/core/later.js';
import type { Migration } from '../../src/core/migration.js';
import type { ObjectKey } from '../../src/core/name.js';
import { displayName } from '../../src/core/name.js';
import { isNewType, siblingKey } from '../../src/core/newness.js';
import type { Step } from '../../src/core/rule.js';
import { defineRule } from '../../src/core/rule.js';
import { typeKey } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { earlierOfKind } from '../../src/core/steps.js';
import { listed } from '../../src/core/wording.js';
import { planFor } from '../../src/plans/plan-for.js';

export default defineRule({
  id: 'drop-type',
  family: 'data-loss',
  severity: 'warning',
  summary: 'Dropping an enum, domain or other type loses its labels or checks and breaks the code that names it.',
  operations: ['drop-type', 'drop-domain'],
  messages: {
    losesType: {
      message: 'Dropping the type {{type}} breaks the code that still names it.',
      why: 'Casts and parameters of the type fail from the commit on, prepared statements with it too. While a column still uses the type the statement fails; with CASCADE it deletes that column.',
      instead:
        'Drop the type in a later deployment than its last column, when no running code casts to it, and never with CASCADE.',
    },
    losesLabels: {
      message: 'The enum {{type}} is replaced by one without {{labels}}.',
      why: 'Rows that hold a removed label make the conversion fail, and running code that still writes one fails from the commit on. A label that rows were mapped away from cannot be told apart afterwards.',
      instead:
        'Stop writing the label first, change the rows that hold it in a migration of their own, and replace the type in a later deployment. An unused label may as well stay.',
      severity: 'error',
    },
    mayLoseLabels: {
      message:
        'The enum {{type}} is replaced by one with {{kept}}. Its present labels are not in the history; the migration that creates it or a schema dump would show whether one is removed.',
      why: 'Rows that hold a removed label make the conversion fail, and running code that still writes one fails from the commit on.',
      instead:
        'If labels are only added, use ALTER TYPE {{type}} ADD VALUE, which converts nothing. If one is removed, stop writing it and change the rows that hold it before.',
    },
  },
  check(operation, { schema, effects, migration, before }) {
    const name = operation.kind === 'drop-type' ? operation.type : operation.domain;
    if (isNewType(schema, name)) return undefined;
    const dropped = typeKey(schema, name);
    const original = renamedFrom(dropped, before, schema);
    const kept = labelsAfter(original, schema, migration);
    const data = { type: displayName(name), labels: '', kept: '' };
    const evidence = effects.filter((effect) => effect.kind === 'loses' && effect.cascaded !== true);
    if (kept === undefined) {
      if (isTidyingUp(dropped, before, schema)) return undefined;
      return { messageId: 'losesType', data, effects: evidence };
    }
    if (kept === 'no-enum') return undefined;
    const type = shortened(original, data.type);
    const known = schema.types.get(dropped);
    if (known?.kind !== 'enum') {
      return { messageId: 'mayLoseLabels', data: { ...data, type, kept: listed(kept.map(quoted)) }, effects: evidence };
    }
    const lost = known.labels.map(({ label }) => label).filter((label) => !kept.includes(label));
    if (lost.length === 0) return undefined;
    return { messageId: 'losesLabels', data: { ...data, type, labels: listed(lost.map(quoted)) }, effects: evidence };
  },
  plan: planFor,
});

/** Nothing uses the type any more, because the migration has dropped the tables or columns that did, which is reported. */
function isTidyingUp(type: ObjectKey, before: readonly Step[], schema: Schema): boolean {
  if (!schema.types.has(type) || (schema.tablesOfType.get(type)?.size ?? 0) > 0) return false;
  return earlierOfKind(before, 'drop-table').length > 0 || earlierOfKind(before, 'drop-column').length > 0;
}

/** The name a type had when the migration began: what ORMs call `status_old` was `status`. */
function renamedFrom(type: ObjectKey, before: readonly Step[], schema: Schema): ObjectKey {
  for (const operation of earlierOfKind(before, 'rename-type')) {
    const from = typeKey(schema, operation.type);
    if (siblingKey(from, operation.newName) === type) return from;
  }
  return type;
}

/** The labels of the type that the migration puts in the place of another; undefined when it puts none there. */
function labelsAfter(type: ObjectKey, schema: Schema, migration: Migration): readonly string[] | 'no-enum' | undefined {
  const standing = schema.types.get(type);
  if (standing !== undefined && standing.birth.deploy === schema.deploy) {
    return standing.kind === 'enum' ? standing.labels.map(({ label }) => label) : 'no-enum';
  }
  for (const operation of operationsAbout(migration, [type.slice(type.indexOf('.') + 1)])) {
    if (operation.kind === 'create-enum' && typeKey(schema, operation.type) === type) return operation.labels;
    if (operation.kind === 'create-domain' && typeKey(schema, operation.domain) === type) return 'no-enum';
  }
  return undefined;
}

function quoted(label: string): string {
  return `'${label}'`;
}

function shortened(key: ObjectKey, shown: string): string {
  const name = key.slice(key.indexOf('.') + 1);
  return shown.includes('.') ? key : name;
}
