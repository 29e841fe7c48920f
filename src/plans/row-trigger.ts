import type { ObjectKey, QualifiedName } from '../core/name.js';
import { nameOf, objectKey, schemaOf } from '../core/name.js';
import type { StatementDraft, TriggerEvent } from '../core/operation.js';
import { relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { listed } from '../core/wording.js';
import { chooseName } from '../postgres/names.js';
import { indexBeside } from './names.js';

/** A trigger that works on each row before it is written, for as long as old and new code run beside each other. */
export interface RowTrigger {
  readonly table: QualifiedName;
  /** The name of the trigger and of its function. */
  readonly name: string;
  readonly function: QualifiedName;
  readonly events: readonly TriggerEvent[];
  /** PL/pgSQL statements, each a line without indentation, that may change NEW. */
  readonly body: readonly string[];
  /** Clauses of the function that pin what its expressions depend on. */
  readonly settings: readonly string[];
}

/** What a caller says of a trigger; the rest is worked out. */
export interface RowTriggerRequest extends Pick<RowTrigger, 'table' | 'events' | 'body'> {
  /** What the trigger is about, most often a column, and what it does with it: `users_email_fill`. */
  readonly subject: string;
  readonly label: string;
  /** Whether it must see what all other triggers of the table made of the row. */
  readonly last?: boolean;
  /** Settings of the session to keep beside the search path, such as `TimeZone`. */
  readonly keeps?: readonly string[];
}

export const onInsert: readonly TriggerEvent[] = [{ event: 'insert' }];
export const onInsertOrUpdate: readonly TriggerEvent[] = [{ event: 'insert' }, { event: 'update' }];

/**
 * The expressions come from the migration, so they are resolved in the function as they are in the migration's own
 * session: `SET search_path FROM CURRENT`.
 */
export function rowTrigger(request: RowTriggerRequest, schema: Schema): RowTrigger {
  const { table, events, body, keeps = [] } = request;
  const name = freeTriggerName(request, schema);
  const settings = ['search_path', ...keeps].map((parameter) => `SET ${parameter} FROM CURRENT`);
  return { table, name, function: indexBeside(schema, table, name), events, body, settings };
}

function freeTriggerName({ table, subject, label, last = false }: RowTriggerRequest, schema: Schema): string {
  const key = relationKey(schema, table);
  const triggers = schema.tables.get(key)?.triggers ?? [];
  const isTaken = (name: string): boolean =>
    triggers.some((trigger) => trigger.name === name) || schema.functions.has(objectKey(schemaOf(key), name));
  const plain = chooseName(nameOf(key), subject, label, isTaken);
  // Triggers of one event fire in the order of their names.
  if (!last || triggers.every((trigger) => trigger.name < plain)) return plain;
  return chooseName(`zz_${nameOf(key)}`, subject, label, isTaken);
}

/** The statements that make the trigger. */
export function createRowTrigger(trigger: RowTrigger): readonly StatementDraft[] {
  const lines = ['BEGIN', ...trigger.body.map((line) => `  ${line}`), '  RETURN NEW;', 'END'];
  return [
    [
      {
        kind: 'create-function',
        function: trigger.function,
        orReplace: true,
        language: 'plpgsql',
        volatility: 'volatile',
        objectType: 'function',
        returnsTrigger: true,
        arguments: '',
        returns: 'trigger',
        body: `\n${lines.join('\n')}\n`,
        clauses: trigger.settings,
      },
    ],
    [
      {
        kind: 'create-trigger',
        table: trigger.table,
        trigger: trigger.name,
        orReplace: false,
        constraint: false,
        function: trigger.function,
        timing: 'before',
        events: trigger.events,
        forEach: 'row',
      },
    ],
  ];
}

/** What the table's own triggers make of a backfill, which a rewrite would have spared them. Sentences. */
export function triggerNotes(schema: Schema, table: ObjectKey): readonly string[] {
  const names = (schema.tables.get(table)?.triggers ?? []).filter(({ enabled }) => enabled).map(({ name }) => name);
  if (names.length === 0) return [];
  const [which, fire] = names.length === 1 ? ['The trigger', 'fires'] : ['The triggers', 'fire'];
  return [
    `${which} ${listed(names)} of ${nameOf(table)} ${fire} for the rows that the backfill writes, if made for UPDATE; what they keep, such as a time of the last change, changes with it.`,
  ];
}

/** The statements that take the trigger away again. */
export function dropRowTrigger({ table, name, function: called }: RowTrigger): readonly StatementDraft[] {
  return [
    [{ kind: 'drop-trigger', table, trigger: name, ifExists: true, cascade: false }],
    [{ kind: 'drop-object', objectType: 'function', name: called, ifExists: true, cascade: false }],
  ];
}
