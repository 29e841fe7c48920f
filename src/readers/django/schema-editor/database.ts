/** How PostgreSQL names what is given no name; the facts are in `src/postgres/names.ts`. */
export interface GeneratedNames {
  /** `shop_book_pkey`, `shop_book_isbn_key`, and for an index without a name `shop_book_isbn_idx`. */
  indexName(
    table: string,
    columns: readonly string[],
    label: 'pkey' | 'key' | 'idx',
    taken: (name: string) => boolean,
  ): string;
  /** `shop_book_pages_check`, `shop_book_author_id_fkey`. */
  constraintName(
    table: string,
    column: string | undefined,
    label: 'check' | 'fkey',
    taken: (name: string) => boolean,
  ): string;
}

/** A constraint or index of a table, as Django's introspection sees it. */
export interface DatabaseKey {
  readonly columns: readonly string[];
  readonly kind: 'primary' | 'unique' | 'foreign' | 'check' | 'exclusion' | 'index';
  /** For a foreign key: the table it points to. */
  readonly to?: string;
  /** For an index: whether it is unique. */
  readonly isUnique?: boolean;
  /** For an index: whether it is a B-tree without storage parameters, which Django takes for one of its own. */
  readonly isPlain?: boolean;
}

interface Table {
  /** By name. */
  readonly keys: ReadonlyMap<string, DatabaseKey>;
  /** The name of the sequence of each column that has one. */
  readonly sequences: ReadonlyMap<string, string>;
}

const emptyTable: Table = { keys: new Map(), sequences: new Map() };

/**
 * The names that Django looks up in the database while it migrates: of constraints, indexes and sequences, by table.
 * Tables are immutable, so a copy costs little.
 */
export class DatabaseNames {
  private constructor(
    private readonly names: GeneratedNames,
    private readonly tables: Map<string, Table>,
    private readonly nondeterministic: Set<string>,
    private readonly extensions: Set<string>,
  ) {}

  static empty(names: GeneratedNames): DatabaseNames {
    return new DatabaseNames(names, new Map(), new Set(), new Set());
  }

  copy(): DatabaseNames {
    return new DatabaseNames(
      this.names,
      new Map(this.tables),
      new Set(this.nondeterministic),
      new Set(this.extensions),
    );
  }

  /** Constraints and indexes of a table: constraints first, both by name. */
  keys(table: string): readonly (readonly [string, DatabaseKey])[] {
    const byName = [...(this.tables.get(table)?.keys ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    const isIndex = ([, { kind }]: readonly [string, DatabaseKey]): boolean => kind === 'index';
    return [...byName.filter((key) => !isIndex(key)), ...byName.filter(isIndex)];
  }

  sequence(table: string, column: string): string | undefined {
    return this.tables.get(table)?.sequences.get(column);
  }

  hasExtension(name: string): boolean {
    return this.extensions.has(name);
  }

  isDeterministic(collation: string): boolean {
    return !this.nondeterministic.has(collation);
  }

  createTable(table: string): void {
    this.tables.set(table, emptyTable);
  }

  /** Foreign keys of others that point to it go with it. */
  dropTable(table: string): void {
    this.tables.delete(table);
    for (const [name, other] of this.tables) {
      if (![...other.keys.values()].some(({ to }) => to === table)) continue;
      this.tables.set(name, { ...other, keys: new Map([...other.keys].filter(([, { to }]) => to !== table)) });
    }
  }

  renameTable(from: string, to: string): void {
    const table = this.tables.get(from);
    if (table === undefined) return;
    this.tables.delete(from);
    this.tables.set(to, table);
    for (const [name, other] of this.tables) {
      if (![...other.keys.values()].some((key) => key.to === from)) continue;
      const keys = [...other.keys].map(([one, key]) => [one, key.to === from ? { ...key, to } : key] as const);
      this.tables.set(name, { ...other, keys: new Map(keys) });
    }
  }

  addKey(table: string, name: string, key: DatabaseKey): void {
    const found = this.tables.get(table);
    if (found === undefined) return;
    this.tables.set(table, { ...found, keys: new Map(found.keys).set(name, key) });
  }

  /** A key that PostgreSQL names itself. */
  addUnnamed(
    table: string,
    column: string,
    kind: 'primary' | 'unique' | 'foreign' | 'check',
    key: DatabaseKey = { columns: [column], kind },
  ): void {
    const taken = (name: string): boolean => this.isTaken(name);
    const name =
      kind === 'check' || kind === 'foreign'
        ? this.names.constraintName(table, column, kind === 'check' ? 'check' : 'fkey', taken)
        : this.names.indexName(table, key.columns, kind === 'primary' ? 'pkey' : 'key', taken);
    this.addKey(table, name, key);
  }

  addSequence(table: string, column: string, name = `${table}_${column}_seq`): void {
    const found = this.tables.get(table);
    if (found === undefined) return;
    this.tables.set(table, { ...found, sequences: new Map(found.sequences).set(column, name) });
  }

  dropSequence(table: string, column: string): void {
    const found = this.tables.get(table);
    if (found === undefined) return;
    const sequences = new Map(found.sequences);
    sequences.delete(column);
    this.tables.set(table, { ...found, sequences });
  }

  dropKey(table: string, name: string): void {
    const found = this.tables.get(table);
    if (found === undefined) return;
    const keys = new Map(found.keys);
    keys.delete(name);
    this.tables.set(table, { ...found, keys });
  }

  /** An index is dropped by its name alone. */
  dropIndex(name: string): void {
    const table = this.tableOf(name);
    if (table !== undefined) this.dropKey(table, name);
  }

  renameKey(from: string, to: string): void {
    const table = this.tableOf(from);
    const key = table === undefined ? undefined : this.tables.get(table)?.keys.get(from);
    if (table === undefined || key === undefined) return;
    this.dropKey(table, from);
    this.addKey(table, to, key);
  }

  renameColumn(table: string, from: string, to: string): void {
    const found = this.tables.get(table);
    if (found === undefined) return;
    const follow = (column: string): string => (column === from ? to : column);
    this.tables.set(table, {
      keys: new Map([...found.keys].map(([name, key]) => [name, { ...key, columns: key.columns.map(follow) }])),
      sequences: new Map([...found.sequences].map(([column, name]) => [follow(column), name])),
    });
  }

  /** Keys that contain the column go with it. */
  dropColumn(table: string, column: string): void {
    const found = this.tables.get(table);
    if (found === undefined) return;
    this.tables.set(table, {
      keys: new Map([...found.keys].filter(([, key]) => !key.columns.includes(column))),
      sequences: new Map([...found.sequences].filter(([one]) => one !== column)),
    });
  }

  createCollation(name: string, isDeterministic: boolean): void {
    if (!isDeterministic) this.nondeterministic.add(name);
  }

  dropCollation(name: string): void {
    this.nondeterministic.delete(name);
  }

  createExtension(name: string): void {
    this.extensions.add(name);
  }

  private isTaken(name: string): boolean {
    return this.tables.has(name) || this.tableOf(name) !== undefined;
  }

  private tableOf(key: string): string | undefined {
    for (const [table, { keys }] of this.tables) if (keys.has(key)) return table;
    return undefined;
  }
}
