import type { Expression } from '../core/expression.js';
import type { PlannedWork, PlanStep } from '../core/plan.js';
import { quoteIdentifier } from '../postgres/names.js';
import { bareColumn } from './column-filling.js';
import type { Filling, NewColumn } from './column-filling.js';

/** ADD COLUMN as it stands: nothing is written, because the column is empty or its default is the same for every row. */
export function asItStands({ definition }: NewColumn): Filling {
  return {
    title: 'Add the column first and its constraints one by one',
    column: definition,
    first: [],
    purpose: `Adds the column ${definition.name} without its constraints; no row is written.`,
    enforceNotNull: false,
    enforced: 'backfill',
    last: [],
    deploy: {},
    notes: [],
    holes: [],
  };
}

/** The column is added empty, the default is set for new rows, and the rows that exist get it in batches. */
export function byDefault(column: NewColumn, value: Expression): Filling {
  const { definition, shown, required } = column;
  return {
    title: 'Add the column empty, set its default for new rows and fill the others in batches',
    column: bareColumn(definition),
    first: [setDefault(column, value)],
    purpose: `Adds ${shown} empty and sets its default for rows written from now on, so that no row is rewritten.`,
    backfill: { value, where: { text: `${quoteIdentifier(definition.name)} IS NULL` } },
    enforceNotNull: required,
    enforced: 'backfill',
    last: [],
    deploy: {},
    notes: [],
    holes: [],
  };
}

/** A constant that only bridges the time until the code writes the column: a default that goes again. */
export function byPassingDefault(column: NewColumn, value: Expression): Filling {
  const { definition, shown } = column;
  return {
    ...asItStands(column),
    title: 'Add the column with a default that is dropped when the code writes it',
    column: { ...definition, default: value },
    purpose: `Adds ${shown} with a default, which no row is written for and which the running code is saved by.`,
    last: [dropDefaultStep(column)],
    deploy: { backfill: writesIt(shown), expand: writesIt(shown) },
  };
}

/** The same for a value of its own for every row. */
export function byPassingVolatileDefault(column: NewColumn, value: Expression): Filling {
  return {
    ...byDefault(column, value),
    last: [dropDefaultStep(column)],
    deploy: { backfill: writesIt(column.shown) },
  };
}

/** What is to be deployed before the contract phase. */
export function writesIt(shown: string): string {
  return `Deploy the code that writes ${shown} in every INSERT, and wait until no older code runs.`;
}

function setDefault({ table, definition }: NewColumn, value: Expression): PlannedWork {
  return [{ kind: 'set-default', table, column: definition.name, default: value }];
}

function dropDefaultStep({ table, shown, definition }: NewColumn): PlanStep {
  return {
    phase: 'contract',
    label: `drop_default_of_${definition.name}`,
    purpose: `Drops the default of ${shown}, which only code that did not know the column needed.`,
    transaction: 'file',
    work: [[{ kind: 'drop-default', table, column: definition.name }]],
  };
}
