import { displayName } from '../core/name.js';
import type { ObjectKey } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { typeKey } from '../core/schema.js';
import type { Column, Schema } from '../core/schema.js';
import { shortName } from '../core/wording.js';
import { indexesOf } from '../postgres/effects/dependencies.js';
import { analyseExpression } from '../postgres/expressions/index.js';
import { quoteIdentifier } from '../postgres/names.js';
import { typeText } from '../postgres/type-text.js';
import { contractStep } from './contract.js';
import { nameBeside } from './names.js';
import { walkKeyOf } from './walk-key.js';

type Rename = OperationOf<'rename-enum-value'>;

/**
 * A new label beside the old one: the new code reads both and writes the new, and the rows are changed when no older code
 * is left. The old label stays, because PostgreSQL cannot drop one.
 */
export function renameEnumValueBySecond(operation: Rename, { schema }: PlanContext): OperationPlan | undefined {
  const { type, value, newValue } = operation;
  const key = typeKey(schema, type);
  const known = schema.types.get(key);
  if (known?.kind !== 'enum' || !known.labels.some(({ label }) => label === value)) return undefined;
  const places = columnsOfType(schema, key);
  if (places.some(({ table }) => namesLabel(table, value, schema))) return undefined;
  const shown = displayName(type);
  return {
    title: `Add '${newValue}' to ${shown} beside '${value}'`,
    steps: [
      {
        phase: 'expand',
        label: `add_${type.name}_value`,
        purpose: `Adds '${newValue}' to the enum ${shown} beside '${value}', which old code goes on writing. Outside a transaction, as PostgreSQL before 12 wants it.`,
        transaction: 'none',
        work: [[{ kind: 'add-enum-value', type, value: newValue, ifNotExists: true, after: value }]],
      },
      ...places.flatMap((place) => columnSteps(operation, place, schema)),
    ],
    deploy: {
      switch: `Deploy code that reads '${value}' and '${newValue}' alike and writes '${newValue}', and wait until no older code is running.`,
    },
    differs: `The label '${value}' stays in the enum ${shown}, because PostgreSQL cannot drop one; a CHECK can keep it out of a column.`,
    notes: [
      `Views, policies and functions that name '${value}' go on doing so: let them name both labels before the rows are changed.`,
      `Renaming the label at once costs no work but breaks the code that names it: there is no moment in which old and new code both work. Once no row has '${value}' the code need not know it any more.`,
    ],
    holes: [],
  };
}

/** A CHECK or an index that names the label would follow a rename, and would miss the second label. */
function namesLabel(table: ObjectKey, value: string, schema: Schema): boolean {
  const checks = (schema.tables.get(table)?.constraints ?? []).flatMap(({ definition }) =>
    definition.kind === 'check' ? [definition.expression] : [],
  );
  const indexes = indexesOf(schema, table).flatMap(({ keys, where }) => [
    ...keys.map(({ expression }) => expression),
    where,
  ]);
  return [...checks, ...indexes].some((expression) => expression?.text.includes(literal(value)) === true);
}

interface Place {
  readonly table: string;
  readonly column: Column;
}

function columnsOfType(schema: Schema, type: string): readonly Place[] {
  return [...(schema.tablesOfType.get(type) ?? [])].flatMap((table) => {
    const known = schema.tables.get(table);
    if (known === undefined || known.partitionOf !== undefined) return [];
    return [...known.columns.values()]
      .filter((column) => column.type !== undefined && typeKey(schema, column.type) === type)
      .filter(({ generated }) => generated === undefined)
      .map((column) => ({ table, column }));
  });
}

function columnSteps({ type, value, newValue }: Rename, { table, column }: Place, schema: Schema): readonly PlanStep[] {
  const name = nameBeside(schema, table, type);
  const [own, old, fresh] = [quoteIdentifier(column.name), literal(value), literal(newValue)];
  const isArray = (column.type?.arrayDimensions ?? 0) > 0;
  const element = typeText({ ...type, modifiers: [], arrayDimensions: 0 });
  const rows: PlanStep = {
    phase: 'contract',
    label: `update_${name.name}_${column.name}`,
    purpose: `Changes '${value}' to '${newValue}' in ${shortName(table)}.${column.name}, in batches that commit one by one. It can be stopped and run again.`,
    transaction: 'none',
    work: [
      {
        kind: 'batched-change',
        table: name,
        change: [
          {
            column: column.name,
            value: { text: isArray ? `array_replace(${own}, ${old}::${element}, ${fresh}::${element})` : fresh },
          },
        ],
        where: { text: isArray ? `${old} = ANY (${own})` : `${own} = ${old}` },
        key: walkKeyOf(schema, table),
      },
    ],
  };
  return defaultsTo(column, value)
    ? [
        contractStep(
          `default_of_${name.name}_${column.name}`,
          `Gives ${shortName(table)}.${column.name} the new label by default.`,
          [[{ kind: 'set-default', table: name, column: column.name, default: { text: fresh } }]],
        ),
        rows,
      ]
    : [rows];
}

function defaultsTo({ default: initially }: Column, value: string): boolean {
  let tree = initially === undefined ? undefined : analyseExpression(initially.text).tree;
  while (tree?.kind === 'cast') tree = tree.operand;
  return tree?.kind === 'constant' && tree.type === 'string' && tree.text === value;
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
