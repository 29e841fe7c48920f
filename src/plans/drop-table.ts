import { draftOf } from '../core/draft.js';
import { displayName } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import { foreignKeysOf, foreignKeysTo } from '../postgres/effects/dependencies.js';
import { makeObjectName, quoteIdentifier, quoteQualified } from '../postgres/names.js';
import { contractStep, labelOf } from './contract.js';
import { dropForeignKeyStep, dropViewStep, viewsFromTheTop } from './dependents.js';

/** Drops a table when no running code uses it any more, and one by one what ties it to tables that stay. */
export function dropTableLast(operation: OperationOf<'drop-table'>, { schema }: PlanContext): OperationPlan {
  const { table, cascade } = operation;
  const key = relationKey(schema, table);
  const shown = displayName(table);
  const incoming = cascade ? foreignKeysTo(schema, key).filter((each) => each.table !== key) : [];
  const outgoing = foreignKeysOf(schema, key).filter(({ references }) => references !== key);
  const views = cascade ? viewsFromTheTop(schema, [...(schema.viewsOf.get(key) ?? [])]) : [];
  const dependents: readonly PlanStep[] = [
    ...views.map((view) => dropViewStep(view, table, schema)),
    ...incoming.map((each) => dropForeignKeyStep(each, table, schema)),
    ...outgoing.map((constraint) => dropForeignKeyStep({ table: key, constraint }, table, schema)),
  ];
  const isKnown = schema.tables.get(key)?.complete === true && (schema.childrenOf.get(key)?.size ?? 0) === 0;
  return {
    title: `Drop ${shown} when no code uses it`,
    steps: [
      ...dependents,
      contractStep(labelOf(operation), `Drops the table ${shown}. Its rows are gone for good.`, [
        [{ ...draftOf(operation), cascade: cascade && !isKnown }],
      ]),
    ],
    deploy: { switch: `Deploy code that neither reads nor writes ${shown}, and wait until no older code is running.` },
    notes: [
      `Between the switch and the last phase the table can be put to the test: ALTER TABLE ${quoteQualified(table)} RENAME TO ${quoteIdentifier(makeObjectName(table.name, undefined, 'unused'))} shows who still uses it, and can be undone. Keep a copy of the rows that may be wanted again.`,
    ],
    holes: [],
  };
}
