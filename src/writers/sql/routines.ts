import type { ObjectOperations, OperationDraft, TriggerEvent } from '../../core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { alter } from './clauses.js';
import { deferralText } from './constraints.js';
import { dropOnTable } from './drop.js';
import { bracketed, dollarQuoted, identifiers, literal, words } from './words.js';
import type { Writers } from './written.js';

type RoutineKinds = Extract<
  keyof ObjectOperations,
  `${string}function` | `${string}trigger${string}` | `${string}rule${string}` | `${string}policy`
>;

/** Functions, and what runs by itself on tables: triggers, rules, policies. */
export const routineWriters: Writers<RoutineKinds> = {
  'create-function': createFunction,
  'rename-function': ({ function: name, identity, newName, objectType }) =>
    `ALTER ${objectType.toUpperCase()} ${identity ?? quoteQualified(name)} RENAME TO ${quoteIdentifier(newName)}`,
  'create-trigger': createTrigger,
  'drop-trigger': ({ trigger, table, ...options }) => dropOnTable('TRIGGER', trigger, table, options),
  'rename-trigger': ({ trigger, table, newName }) =>
    `ALTER TRIGGER ${quoteIdentifier(trigger)} ON ${quoteQualified(table)} RENAME TO ${quoteIdentifier(newName)}`,
  'set-trigger-state': (operation) => {
    const all = operation.userOnly === true ? 'USER' : 'ALL';
    const name = operation.trigger === undefined ? all : quoteIdentifier(operation.trigger);
    return alter(operation, operation.table, `${stateWords(operation.state)} TRIGGER ${name}`);
  },
  'create-rule': ({ text }) => text,
  'drop-rule': ({ rule, table, ...options }) => dropOnTable('RULE', rule, table, options),
  'rename-rule': ({ rule, table, newName }) =>
    `ALTER RULE ${quoteIdentifier(rule)} ON ${quoteQualified(table)} RENAME TO ${quoteIdentifier(newName)}`,
  'set-rule-state': (operation) =>
    alter(operation, operation.table, `${stateWords(operation.state)} RULE ${quoteIdentifier(operation.rule)}`),
  'create-policy': ({ text }) => text,
  'alter-policy': ({ text }) => text,
  'drop-policy': ({ policy, table, ifExists }) => dropOnTable('POLICY', policy, table, { ifExists }),
  'rename-policy': ({ policy, table, newName, ifRelationExists }) =>
    words(
      'ALTER POLICY',
      ifRelationExists === true && 'IF EXISTS',
      `${quoteIdentifier(policy)} ON ${quoteQualified(table)} RENAME TO ${quoteIdentifier(newName)}`,
    ),
};

function stateWords(state: 'enable' | 'disable' | 'enable-replica' | 'enable-always'): string {
  return state.toUpperCase().replace('-', ' ');
}

/** Each clause in a line of its own, the body last. */
function createFunction(operation: OperationDraft<'create-function'>): string {
  const { body, linkSymbol, sqlBody, returns, clauses = [] } = operation;
  const head = words(
    'CREATE',
    operation.orReplace && 'OR REPLACE',
    `${operation.objectType.toUpperCase()} ${quoteQualified(operation.function)}(${operation.arguments})`,
  );
  const lines = [
    head,
    ...(returns === undefined ? [] : [`RETURNS ${returns}`]),
    `LANGUAGE ${quoteIdentifier(operation.language)}`,
    ...(operation.volatility === 'volatile' ? [] : [operation.volatility.toUpperCase()]),
    ...clauses,
    ...(body === undefined ? [] : [`AS ${linkSymbol === undefined ? dollarQuoted(body) : literal(body)}`]),
  ];
  const symbol = linkSymbol === undefined ? '' : `, ${literal(linkSymbol)}`;
  return lines.join('\n') + symbol + (sqlBody === undefined ? '' : `\n${sqlBody}`);
}

function createTrigger(operation: OperationDraft<'create-trigger'>): string {
  const { oldTable, newTable, referencedTable, when } = operation;
  const event = words(
    operation.timing.toUpperCase().replace('-', ' '),
    operation.events.map(eventText).join(' OR '),
    `ON ${quoteQualified(operation.table)}`,
    referencedTable !== undefined && `FROM ${quoteQualified(referencedTable)}`,
    deferralText(operation),
  );
  const transitions = words(
    oldTable !== undefined && `OLD TABLE AS ${quoteIdentifier(oldTable)}`,
    newTable !== undefined && `NEW TABLE AS ${quoteIdentifier(newTable)}`,
  );
  const lines = [
    words(
      'CREATE',
      operation.orReplace && 'OR REPLACE',
      operation.constraint && 'CONSTRAINT',
      `TRIGGER ${quoteIdentifier(operation.trigger)}`,
    ),
    event,
    ...(transitions === '' ? [] : [`REFERENCING ${transitions}`]),
    `FOR EACH ${operation.forEach.toUpperCase()}`,
    ...(when === undefined ? [] : [`WHEN ${bracketed(when)}`]),
    `EXECUTE FUNCTION ${quoteQualified(operation.function)}(${(operation.arguments ?? []).map(literal).join(', ')})`,
  ];
  return lines.join('\n  ');
}

function eventText({ event, columns }: TriggerEvent): string {
  return columns === undefined ? event.toUpperCase() : `${event.toUpperCase()} OF ${identifiers(columns)}`;
}
