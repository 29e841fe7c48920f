import type { DjangoOperation, DjangoSqlText } from '../model.js';
import { DjangoStops } from '../state/not-emulated.js';
import type { World } from '../state/world.js';
import type { DatabaseKey, DatabaseNames } from './database.js';
import { assumedOf, type DriverValue, literalOf } from './driver-values.js';
import type { Statement } from './references.js';
import type { DjangoStatement, DjangoStop } from './statements.js';

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
  private assumes: string | undefined;
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
  execute(text: string, parameters?: readonly DriverValue[], change?: NameChange, raw?: DjangoSqlText): void {
    const sql = parameters === undefined ? text : this.merged(text, parameters);
    this.assume(parameters?.map(assumedOf).find((reason) => reason !== undefined));
    this.emit(sql, { deferred: false, ...(raw !== undefined && { raw }) });
    this.apply(change);
  }

  /** Says what the next statement stands on that the files do not show. */
  assume(reason: string | undefined): void {
    this.assumes ??= reason;
  }

  /** Executes a statement at once, as a text with no parameters; `verbatim` one as it is. */
  run(statement: Statement, change?: NameChange, how?: 'verbatim'): void {
    this.execute(statement.text(), how === 'verbatim' ? undefined : [], change);
  }

  /** Keeps a statement back until the end of the migration. */
  defer(statement: Statement, change?: NameChange): void {
    this.deferred.push({ statement, change, ...this.at });
  }

  /** Says what is not SQL at the place of the present operation. */
  say(what: { readonly kind: 'code' } | { readonly kind: 'opaque'; readonly reason: string } | DjangoStop): void {
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
    if (features.psycopg3) refuseForeignPlaceholders(text, parameters.length);
    let next = 0;
    return text.replace(/%([^]|$)/g, (found, letter: string, at: number) => {
      if (letter === '%') return '%';
      if (letter !== 's' && !features.psycopg3) throw noFormat(letter, at, next < parameters.length);
      const value = parameters[next++] ?? { type: 'null' };
      return ownQuotes ? this.printed(value) : literalOf(value, features);
    });
  }

  private printed(value: DriverValue): string {
    // Such values ask for a connection, which they are not given.
    if (value.type === 'inet') throw noConnection('Inet');
    if (value.type === 'hstore' && value.entries.length > 0) throw noConnection('HstoreAdapter', 'conn');
    if (value.type !== 'bytes') return this.quoted(value);
    const text = value.bytes.map((byte) => octal(byte)).join('');
    return `'${text}'::bytea`;
  }

  private get at(): { readonly operation: DjangoOperation; readonly path: readonly number[] } {
    if (this.place === undefined) throw new Error('no operation was entered');
    return this.place;
  }

  private emit(text: string, more: { readonly deferred: boolean; readonly raw?: DjangoSqlText }): void {
    const { assumes } = this;
    this.assumes = undefined;
    const ends = this.world.features.psycopg3 ? text.trimEnd().endsWith(';') : text.endsWith(';');
    this.statements.push({
      kind: 'sql',
      sql: ends ? text : `${text};`,
      ...more,
      ...(assumes !== undefined && { assumes }),
      ...this.at,
    });
  }

  private apply(change: NameChange | undefined): void {
    if (this.mode === 'migrate') change?.(this.database);
  }
}

/** Percent signs in names and comments, which psycopg 3 takes for the places of parameters. */
function refuseForeignPlaceholders(text: string, parameters: number): void {
  const letters = [...text.matchAll(/%([^]|$)/g)].map(([, letter = '']) => letter).filter((letter) => letter !== '%');
  const foreign = letters.find((letter) => !/[sbt]/.test(letter));
  if (foreign !== undefined) {
    const message = `only '%s', '%b', '%t' are allowed as placeholders, got '%${foreign}'`;
    throw new DjangoStops('ProgrammingError', message);
  }
  if (letters.length === parameters) return;
  const places = `${String(letters.length)} placeholder${letters.length === 1 ? '' : 's'}`;
  const message = `the query has ${places} but ${String(parameters)} parameters were passed`;
  throw new DjangoStops('ProgrammingError', message);
}

/** ... and Python for a format. */
function noFormat(letter: string, at: number, hasValue: boolean): DjangoStops {
  if (!hasValue) return new DjangoStops('TypeError', 'not enough arguments for format string');
  const code = (letter.codePointAt(0) ?? 0).toString(16);
  const message = `unsupported format character '${letter}' (0x${code}) at index ${String(at + 1)}`;
  return new DjangoStops('ValueError', message);
}

function noConnection(adapter: string, attribute = '_conn'): DjangoStops {
  return new DjangoStops('AttributeError', `'${adapter}' object has no attribute '${attribute}'`);
}

/** A byte as psycopg2 escapes it when it has no connection. */
function octal(byte: number): string {
  if (byte === 0x27) return "''";
  if (byte === 0x5c) return '\\\\';
  return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);
}
