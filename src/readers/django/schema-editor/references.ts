import { quoteName } from '../state/names.js';

/**
 * A part of a statement that Django keeps back until the end of the migration, and that follows when what it names is
 * renamed meanwhile: the classes of `django/db/backends/ddl_references.py`.
 */
export interface Reference {
  text(): string;
  namesTable(table: string): boolean;
  namesColumn(table: string, column: string): boolean;
  renameTable(from: string, to: string): void;
  renameColumn(table: string, from: string, to: string): void;
}

/** A statement of text and references. */
export class Statement {
  constructor(readonly pieces: readonly (string | Reference)[]) {}

  text(): string {
    return this.pieces.map((part) => (typeof part === 'string' ? part : part.text())).join('');
  }

  namesTable(table: string): boolean {
    return this.references.some((part) => part.namesTable(table));
  }

  namesColumn(table: string, column: string): boolean {
    return this.references.some((part) => part.namesColumn(table, column));
  }

  /** Whether it makes the index: `references_index`. `name` is in quotes. */
  namesIndex(table: string, name: string): boolean {
    return this.references.some((part) => part.namesTable(table) && part.text() === name);
  }

  renameTable(from: string, to: string): void {
    for (const part of this.references) part.renameTable(from, to);
  }

  renameColumn(table: string, from: string, to: string): void {
    for (const part of this.references) part.renameColumn(table, from, to);
  }

  private get references(): readonly Reference[] {
    return this.pieces.filter((part): part is Reference => typeof part !== 'string');
  }
}

/** A template literal whose values may be references. */
export function statement(texts: TemplateStringsArray, ...values: readonly (string | Reference)[]): Statement {
  return new Statement(texts.flatMap((text, at) => [text, values[at] ?? '']));
}

/** A table. */
export class TableReference implements Reference {
  constructor(private table: string) {}

  text(): string {
    return quoteName(this.table);
  }

  namesTable(table: string): boolean {
    return this.table === table;
  }

  namesColumn(): boolean {
    return false;
  }

  renameTable(from: string, to: string): void {
    if (this.table === from) this.table = to;
  }

  renameColumn(): void {
    // It names none.
  }
}

/** Columns of a table, shown by a function: in a list, within a name. */
export class ColumnsReference implements Reference {
  private columns: readonly string[];

  constructor(
    private table: string,
    columns: readonly string[],
    private readonly show: (columns: readonly string[], table: string) => string = quotedList,
  ) {
    this.columns = columns;
  }

  text(): string {
    return this.show(this.columns, this.table);
  }

  namesTable(table: string): boolean {
    return this.table === table;
  }

  namesColumn(table: string, column: string): boolean {
    return this.table === table && this.columns.includes(column);
  }

  renameTable(from: string, to: string): void {
    if (this.table === from) this.table = to;
  }

  renameColumn(table: string, from: string, to: string): void {
    if (this.table === table) this.columns = this.columns.map((column) => (column === from ? to : column));
  }
}

/** Two references that are shown together, such as both ends of a foreign key in its name. */
export class PairReference implements Reference {
  constructor(
    private readonly first: ColumnsReference,
    private readonly second: ColumnsReference,
    private readonly show: (first: string, second: string) => string,
  ) {}

  text(): string {
    return this.show(this.first.text(), this.second.text());
  }

  namesTable(table: string): boolean {
    return this.first.namesTable(table) || this.second.namesTable(table);
  }

  namesColumn(table: string, column: string): boolean {
    return this.first.namesColumn(table, column) || this.second.namesColumn(table, column);
  }

  renameTable(from: string, to: string): void {
    this.first.renameTable(from, to);
    this.second.renameTable(from, to);
  }

  renameColumn(table: string, from: string, to: string): void {
    this.first.renameColumn(table, from, to);
    this.second.renameColumn(table, from, to);
  }
}

/** `"a", "b"`. */
export function quotedList(columns: readonly string[]): string {
  return columns.map(quoteName).join(', ');
}
