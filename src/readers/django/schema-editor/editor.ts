import type { DjangoOperation } from '../model.js';
import type { World } from '../state/world.js';
import type { DatabaseKey, DatabaseNames } from './database.js';
import { assumedOf, type DriverValue, literalOf } from './driver-values.js';
import type { Statement } from './references.js';
import type { DjangoStatement, RawSql } from './statements.js';

/** What a statement does to the names in the database. */
export type NameChange = (database: DatabaseNames) => void;

interface Deferred {
  readonly statement: Statement;
  readonly change: NameChange | undefined;
  readonly operation: DjangoOperation;
  readonly path: readonly number[];
}

/** Whether names are looked up as they are, or as they were before the migration. */
export type RunMode = 'migrate' | 'sqlmigrate';

/** Takes in what the schema editor would execute: Django's `BaseDatabaseSchemaEditor` on PostgreSQL. */
export class SchemaEditor {
  readonly statements: DjangoStatement[] = [];
  private deferred: Deferred[] = [];
  private place: { readonly operation: DjangoOperation; readonly path: readonly number[] } | undefined;

  constructor(
    readonly world: World,
    private readonly database: DatabaseNames,
    private readonly mode: RunMode,
    /** Whether the migration is one transaction. */
    readonly isAtomic: boolean,
  ) {}

  /** Says which operation the following statements come from. */
  enter(operation: DjangoOperation, path: readonly number[]): void {
    this.place = { operation, path };
  }

  /**
   * Executes a text as it is, or with parameters in the places of `%s`. A text with parameters has its percent signs
   * doubled, even when the list is empty: so does the driver take it.
   */
  execute(text: string, parameters?: readonly DriverValue[], change?: NameChange, raw?: RawSql): void {
    const sql = parameters === undefined ? text : this.merged(text, parameters);
    const assumes = parameters?.map(assumedOf).find((reason) => reason !== undefined);
    this.emit(sql, { deferred: false, ...(assumes !== undefined && { assumes }), ...(raw !== undefined && { raw }) });
    this.apply(change);
  }

  /** Executes a statement at once. */
  run(statement: Statement, change?: NameChange): void {
    this.emit(statement.text(), { deferred: false });
    this.apply(change);
  }

  /** Keeps a statement back until the end of the migration. */
  defer(statement: Statement, change?: NameChange): void {
    this.deferred.push({ statement, change, ...this.at });
  }

  /** Says what is not SQL at the place of the present operation. */
  say(
    what:
      | { readonly kind: 'code' }
      | { readonly kind: 'opaque'; readonly reason: string }
      | { readonly kind: 'stops'; readonly exception: string; readonly message: string },
  ): void {
    this.statements.push({ ...what, ...this.at });
  }

  /** Runs what was kept back. */
  finish(): void {
    for (const { statement, change, operation, path } of this.deferred) {
      this.enter(operation, path);
      const text = statement.text();
      this.emit(this.world.features.doublesPercentSigns ? text.replaceAll('%%', '%') : text, { deferred: true });
      this.apply(change);
    }
    this.deferred = [];
  }

  /** Drops the statements kept back for which the test holds. */
  forget(test: (statement: Statement) => boolean): void {
    this.deferred = this.deferred.filter(({ statement }) => !test(statement));
  }

  /** Changes the statements kept back. */
  follow(change: (statement: Statement) => void): void {
    for (const { statement } of this.deferred) change(statement);
  }

  /** The names of a table's keys for which the test holds: `_constraint_names`. */
  keyNames(table: string, test: (key: DatabaseKey, name: string) => boolean): readonly string[] {
    return this.database.keys(table).flatMap(([name, key]) => (test(key, name) ? [name] : []));
  }

  sequence(table: string, column: string): string | undefined {
    return this.database.sequence(table, column);
  }

  isDeterministic(collation: string): boolean {
    return this.database.isDeterministic(collation);
  }

  hasExtension(name: string): boolean {
    return this.database.hasExtension(name);
  }

  /** A value as the driver writes it, percent signs as Django's `quote_value` leaves them. */
  quoted(value: DriverValue): string {
    const { features } = this.world;
    const doubled =
      features.doublesPercentSigns && value.type === 'text'
        ? { ...value, text: value.text.replaceAll('%', '%%') }
        : value;
    return literalOf(doubled, features);
  }

  /** 3.2 quotes what it prints by itself, and as it does nowhere else; what is executed the driver quotes. */
  private merged(text: string, parameters: readonly DriverValue[]): string {
    const { features } = this.world;
    const ownQuotes = this.mode === 'sqlmigrate' && !features.psycopg3;
    let next = 0;
    return text.replace(/%[s%]/g, (found) => {
      if (found === '%%') return '%';
      const value = parameters[next++] ?? { type: 'null' };
      return ownQuotes ? this.printed(value) : literalOf(value, features);
    });
  }

  private printed(value: DriverValue): string {
    if (value.type !== 'bytes') return this.quoted(value);
    const text = value.bytes.map((byte) => octal(byte)).join('');
    return `'${text}'::bytea`;
  }

  private get at(): { readonly operation: DjangoOperation; readonly path: readonly number[] } {
    if (this.place === undefined) throw new Error('no operation was entered');
    return this.place;
  }

  private emit(
    text: string,
    more: { readonly deferred: boolean; readonly assumes?: string; readonly raw?: RawSql },
  ): void {
    const ends = this.world.features.psycopg3 ? text.trimEnd().endsWith(';') : text.endsWith(';');
    this.statements.push({ kind: 'sql', sql: ends ? text : `${text};`, ...more, ...this.at });
  }

  private apply(change: NameChange | undefined): void {
    if (this.mode === 'migrate') change?.(this.database);
  }
}

/** A byte as psycopg2 escapes it when it has no connection. */
function octal(byte: number): string {
  if (byte === 0x27) return "''";
  if (byte === 0x5c) return '\\\\';
  return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);
}
