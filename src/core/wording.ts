import type { Held } from './effect.js';
import type { ObjectKey } from './name.js';
import type { Operation, OperationKind } from './operation.js';

/** Words as a sentence lists them: `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length <= 1) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Words as a sentence lists them, the first few of many: `orders, invoices and 7 more`. */
export function listedBriefly(words: readonly string[], most = 5): string {
  if (words.length <= most) return listed(words);
  return listed([...words.slice(0, most), `${words.length - most} more`]);
}

/** A key as people say it: `users` for `public.users`, `billing.invoices` as it is. */
export function shortName(key: ObjectKey): string {
  return key.startsWith('public.') ? key.slice('public.'.length) : key;
}

/** How long a lock is held, to follow what it blocks: `... while its rows are read once`. */
export function heldWhile(held: Held): string {
  return whiles[held];
}

const whiles: Readonly<Record<Held, string>> = {
  brief: 'for a moment',
  scan: 'while the whole table is read',
  'index-build': 'while the index is built',
  rewrite: 'while the table is written anew',
};

/** An operation as SQL writers call it: `CREATE INDEX`, `ADD COLUMN`, `VALIDATE CONSTRAINT`. */
export function commandName(operation: Operation): string {
  switch (operation.kind) {
    case 'create-object':
    case 'alter-object':
    case 'drop-object':
      return `${inWords(operation.kind.replace(/-object$/, ''))} ${inWords(operation.objectType)}`;
    case 'rename-view':
      return operation.materialized ? 'ALTER MATERIALIZED VIEW RENAME' : 'ALTER VIEW RENAME';
    case 'rename-type':
    case 'rename-function':
      return `ALTER ${inWords(operation.objectType)} RENAME`;
    case 'set-schema':
      return `ALTER ${inWords(operation.objectType)} SET SCHEMA`;
    case 'move-tablespace':
      return `ALTER ${inWords(operation.relationKind)} ALL IN TABLESPACE`;
    case 'set-persistence':
      return operation.persistence === 'unlogged' ? 'SET UNLOGGED' : 'SET LOGGED';
    case 'set-inheritance':
      return operation.inherit ? 'INHERIT' : 'NO INHERIT';
    case 'set-trigger-state':
      return `${inWords(operation.state)} TRIGGER`;
    case 'set-rule-state':
      return `${inWords(operation.state)} RULE`;
    case 'set-row-security':
      return `${inWords(operation.action)} ROW LEVEL SECURITY`;
    case 'run-code':
      return operation.name === undefined ? `${operation.language} code` : `${operation.name}()`;
    case 'cluster-wide':
    case 'session-statement':
      return operation.command;
    default:
      return commandNames[operation.kind] ?? inWords(operation.kind);
  }
}

function inWords(kind: string): string {
  return kind.replaceAll('-', ' ').toUpperCase();
}

/** Where the words of the kind are no command. */
const commandNames: Partial<Record<OperationKind, string>> = {
  'add-enum-value': 'ADD VALUE',
  'add-identity': 'ADD GENERATED AS IDENTITY',
  'alter-column-type': 'ALTER COLUMN TYPE',
  'alter-composite-type': 'ALTER TYPE',
  'alter-identity': 'SET GENERATED',
  'attach-index-partition': 'ALTER INDEX ATTACH PARTITION',
  'create-composite-type': 'CREATE TYPE',
  'create-enum': 'CREATE TYPE',
  'do-block': 'DO',
  'drop-generated-expression': 'DROP EXPRESSION',
  'rename-enum-value': 'RENAME VALUE',
  'rename-index': 'ALTER INDEX RENAME',
  'rename-policy': 'ALTER POLICY RENAME',
  'rename-rule': 'ALTER RULE RENAME',
  'rename-schema': 'ALTER SCHEMA RENAME',
  'rename-sequence': 'ALTER SEQUENCE RENAME',
  'rename-table': 'ALTER TABLE RENAME',
  'rename-trigger': 'ALTER TRIGGER RENAME',
  'reset-parameter': 'RESET',
  'set-cluster-index': 'CLUSTER ON',
  'set-column-property': 'ALTER COLUMN SET',
  'set-generated-expression': 'SET EXPRESSION',
  'set-owner': 'OWNER TO',
  'set-parameter': 'SET',
  'set-replica-identity': 'REPLICA IDENTITY',
  'set-storage-parameters': 'SET (storage parameters)',
  'truncate-table': 'TRUNCATE',
};
