import { truncatedName } from './names.js';
import type { ModelOptions, ModelState } from './model-state.js';
import { DjangoStops, NotEmulated } from './not-emulated.js';
import type { RenderedState } from './rendered.js';
import { RenderedField } from './rendered-field.js';
import { ownField } from './synthetic.js';

/** A model as Django would render it: with its table, its key, the fields it inherits. */
export class RenderedModel {
  readonly app: string;
  /** As it is written. */
  readonly name: string;
  readonly options: ModelOptions;
  private all: readonly RenderedField[] | undefined;
  private single: readonly RenderedField[] | undefined;
  private many: readonly RenderedField[] | undefined;
  private tableName: string | undefined;

  /** `isExternal` for a model of an app whose migrations are not at hand. */
  constructor(
    readonly source: ModelState,
    readonly state: RenderedState,
    readonly isExternal: boolean,
    /** For the table of a ManyToManyField: the model that has the field. */
    readonly autoCreatedFor?: RenderedModel,
  ) {
    this.app = source.app;
    this.name = source.name;
    this.options = source.options;
  }

  get lowerName(): string {
    return this.name.toLowerCase();
  }

  /** `shop.Author`. */
  get label(): string {
    return `${this.app}.${this.name}`;
  }

  /** The name of its table, without quotes. */
  get table(): string {
    const { dbTable, proxy } = this.options;
    if (proxy) return this.concrete.table;
    this.tableName ??= dbTable ?? truncatedName(`${this.app}_${this.lowerName}`);
    return this.tableName;
  }

  /** The model whose table it uses: itself unless it is a proxy. */
  get concrete(): RenderedModel {
    if (!this.options.proxy) return this;
    const [parent] = this.parents;
    if (parent === undefined) throw new NotEmulated(`the model that the proxy ${this.label} stands for is not known`);
    return parent.concrete;
  }

  /** Whether another model is in its place. */
  get isSwapped(): boolean {
    const { swappable } = this.options;
    const other = swappable === undefined ? undefined : this.state.world.settings.get(swappable);
    return other !== undefined && other.toLowerCase() !== this.label.toLowerCase();
  }

  /** Whether Django runs SQL for it: `Options.can_migrate`. */
  get isMigrated(): boolean {
    return this.options.managed && !this.options.proxy && !this.isSwapped;
  }

  /** Fields with a column of its own table (or none at all), but many-to-many ones; the automatic key first. */
  get fields(): readonly RenderedField[] {
    this.single ??= this.rendered.filter((field) => !field.isManyToMany);
    return this.single;
  }

  get manyToMany(): readonly RenderedField[] {
    this.many ??= this.rendered.filter((field) => field.isManyToMany);
    return this.many;
  }

  get primaryKey(): RenderedField {
    const own = this.rendered.find((field) => field.isPrimaryKey);
    const key = own ?? this.parents.map((parent) => parent.primaryKey)[0];
    if (key === undefined) throw new NotEmulated(`the primary key of ${this.label} is not known`);
    return key;
  }

  /** A field by its name or that of its column's attribute (`author_id`), own or inherited. */
  find(name: string): RenderedField | undefined {
    if (name === 'pk') return this.primaryKey;
    const own =
      this.rendered.find((field) => field.name === name) ?? this.rendered.find((one) => one.attribute === name);
    if (own !== undefined) return own;
    for (const parent of this.parents) {
      const inherited = parent.find(name);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  }

  /** As `find`; throws when there is none: `NotEmulated` when it may be inherited from what is not known. */
  field(name: string): RenderedField {
    const found = this.find(name);
    if (found !== undefined) return found;
    const reason =
      this.source.incomplete ?? (this.isExternal ? `the fields of ${this.label} are not known` : undefined);
    if (reason !== undefined) throw new NotEmulated(reason);
    throw new DjangoStops('FieldDoesNotExist', `${this.name} has no field named '${name}'`);
  }

  /** Models it derives from, which share its table or have one of their own. */
  get parents(): readonly RenderedModel[] {
    return this.source.bases.flatMap((base) =>
      base.kind === 'model' ? [this.state.target({ kind: 'model', app: base.app ?? this.app, model: base.model })] : [],
    );
  }

  private get rendered(): readonly RenderedField[] {
    this.all ??= this.render();
    return this.all;
  }

  private render(): readonly RenderedField[] {
    const own = [...this.source.fields].map(([name, field]) => new RenderedField(this, name, field));
    const first = own.some(({ isPrimaryKey }) => isPrimaryKey) || this.options.proxy ? [] : [this.automaticKey()];
    const last = this.options.orderWithRespectTo === undefined ? [] : [this.order()];
    return [...first, ...own, ...last];
  }

  /** The key that Django adds where none is written. */
  private automaticKey(): RenderedField {
    const parent = this.parents[0];
    if (parent !== undefined) {
      const to = { kind: 'model', app: parent.app, model: parent.name } as const;
      return new RenderedField(this, `${parent.lowerName}_ptr`, ownField('OneToOneField', { primary_key: true }, to));
    }
    return new RenderedField(this, 'id', ownField(this.state.world.autoField, { primary_key: true }));
  }

  private order(): RenderedField {
    return new RenderedField(this, '_order', ownField('OrderWrt', {}));
  }
}
