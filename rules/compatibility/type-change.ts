import { effectsOfKind } from '../../src/core/effect.js';
import { isEnumReplacement } from '../../src/core/enum-replacement.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import { displayType } from '../../src/core/type.js';
import type { TypeReference } from '../../src/core/type.js';
import { alterTypeInSteps } from '../../src/plans/alter-type.js';

export default defineRule({
  id: 'type-change',
  family: 'compatibility',
  severity: 'error',
  summary: 'A column of another type breaks the code that reads or writes the old one.',
  operations: ['alter-column-type'],
  messages: {
    changesKind: {
      message:
        'Changing {{table}}.{{column}} from {{from}} to {{to}} gives running code another kind of value than it expects.',
      why: 'Running code sends and reads {{from}}: its comparisons fail with "operator does not exist", its writes with "column is of type {{to}}", or it misreads what comes back, from the commit until its next deployment is through.',
      instead:
        'Add a column of the new type under another name, let the code write both, backfill in batches, let the code read the new one, and drop {{column}} in a later deployment.',
    },
    changesBinding: {
      message: 'Changing {{table}}.{{column}} from {{from}} to {{to}} changes how clients get its values.',
      why: 'Drivers map the two to different types of the language: node-postgres returns bigint and numeric as strings, Go and Java want a wider variable, prepared statements in use fail once with "cached plan must not change result type".',
      instead:
        'Make sure before the deployment that running code can read and write both, and that its drivers are set up for {{to}}.',
      severity: 'warning',
    },
    mayChangeKind: {
      message: 'Changing {{table}}.{{column}} to {{to}} may give running code another kind of value than it expects.',
      why: 'Where the two types differ in kind, running code fails or misreads values from the commit until its next deployment is through.',
      instead:
        'Compare the type the column has now. If code cannot read and write both, add a column of the new type under another name and move over in steps.',
      severity: 'warning',
    },
    refusesValues: {
      message:
        'From this statement on {{table}}.{{column}} takes only what fits {{to}}, and code that still writes more fails.',
      why: 'Running code was made for {{from}}. Values that do not fit are refused with an error, or rounded, until its next deployment is through.',
      instead: 'First deploy code that keeps to the narrower type, and change the column in a later deployment.',
      severity: 'warning',
    },
  },
  check(operation, { schema, felt, migration, before }) {
    const breaks = effectsOfKind(felt, 'breaks').filter(({ because }) => because === 'type-changed');
    if (breaks.length === 0 || isEnumReplacement(operation, { schema, migration, before })) return undefined;
    const from = tableOf(schema, operation.table)?.columns.get(operation.column)?.type;
    if (from !== undefined && !isVisible(from, operation.type)) return undefined;
    return {
      messageId: messageFor(
        from,
        operation.type,
        breaks.every(({ clients }) => clients === 'writers'),
      ),
      data: {
        table: displayName(operation.table),
        column: operation.column,
        from: from === undefined ? 'its present type' : displayType(from),
        to: displayType(operation.type),
      },
      effects: breaks,
    };
  },
  plan: alterTypeInSteps,
});

function messageFor(
  from: TypeReference | undefined,
  to: TypeReference,
  writersOnly: boolean,
): 'changesKind' | 'changesBinding' | 'mayChangeKind' | 'refusesValues' {
  if (from === undefined) return 'mayChangeKind';
  if (writersOnly) return 'refusesValues';
  return from.arrayDimensions === to.arrayDimensions && bindingOf(from) === bindingOf(to)
    ? 'changesBinding'
    : 'changesKind';
}

/** Clients do not tell smallint and integer apart. */
function isVisible(from: TypeReference, to: TypeReference): boolean {
  return !(from.name === 'smallint' && to.name === 'integer' && from.arrayDimensions === to.arrayDimensions);
}

/** What kind of value a client handles: those of one kind are told apart by drivers, not by people. */
function bindingOf(type: TypeReference): string {
  return bindings.get(type.name) ?? type.name;
}

const bindings: ReadonlyMap<string, string> = new Map([
  ...['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'].map((name) => [name, 'number'] as const),
  ...['timestamp with time zone', 'timestamp without time zone', 'date'].map((name) => [name, 'time'] as const),
  ...['json', 'jsonb'].map((name) => [name, 'json'] as const),
]);
