import { booleanArgument, stringArgument } from '../arguments.js';
import type { DjangoField, DjangoFieldClass } from '../model.js';
import type { PythonValue } from '../../python/value.js';
import { type ColumnType, columnType } from './column-type.js';
import type { StateField } from './model-state.js';
import { DjangoStops, NotEmulated } from './not-emulated.js';
import type { RenderedModel } from './rendered-model.js';
import type { World } from './world.js';

/** A field of a rendered model, with what the schema editor asks of it. */
export class RenderedField {
  private typed: ColumnType | undefined;
  private columnName: string | undefined;

  constructor(
    readonly model: RenderedModel,
    readonly name: string,
    readonly source: StateField,
    /** The default that an operation brings for itself alone; else that of the state. */
    private readonly ownDefault?: PythonValue,
  ) {}

  /** The same field with a default for one operation. */
  withDefault(value: PythonValue | undefined): RenderedField {
    return value === undefined ? this : new RenderedField(this.model, this.name, this.source, value);
  }

  get world(): World {
    return this.model.state.world;
  }

  /** The class of Django that decides; undefined for a field class that is not known. */
  get kind(): DjangoFieldClass | undefined {
    return this.source.written.builtIn;
  }

  /** Whether arguments of the field may be missing here. */
  get isIncomplete(): boolean {
    return this.source.written.incomplete === true;
  }

  get isManyToMany(): boolean {
    return this.kind === 'ManyToManyField';
  }

  get isForeignKey(): boolean {
    return this.kind === 'ForeignKey' || this.kind === 'OneToOneField';
  }

  get isRelation(): boolean {
    return this.isForeignKey || this.isManyToMany || this.kind === 'ForeignObject';
  }

  get isArray(): boolean {
    return this.kind === 'ArrayField';
  }

  get isGenerated(): boolean {
    return this.kind === 'GeneratedField';
  }

  get isComposite(): boolean {
    return this.kind === 'CompositePrimaryKey';
  }

  get isNull(): boolean {
    return this.kind === 'NullBooleanField' || this.flag('null', false);
  }

  get isBlank(): boolean {
    return this.flag('blank', false);
  }

  get isPrimaryKey(): boolean {
    return this.isComposite || this.flag('primary_key', false);
  }

  get isUnique(): boolean {
    return this.kind === 'OneToOneField' || this.isPrimaryKey || this.flag('unique', false);
  }

  get isIndexed(): boolean {
    return this.flag('db_index', this.isForeignKey || this.kind === 'SlugField');
  }

  /** Whether a relation is a constraint of the database. */
  get isConstrained(): boolean {
    return this.flag('db_constraint', true);
  }

  get isPersisted(): boolean {
    return this.flag('db_persist', false);
  }

  get comment(): string | undefined {
    return this.world.features.comments ? this.text('db_comment') : undefined;
  }

  get tablespace(): string | undefined {
    return this.text('db_tablespace');
  }

  get default(): PythonValue | undefined {
    return this.ownDefault ?? this.source.default;
  }

  /** The attribute that holds the column's value: `author_id` for a foreign key. */
  get attribute(): string {
    return this.isForeignKey ? `${this.name}_id` : this.name;
  }

  /** The column. Fields without one have a name here too, as in Django. */
  get column(): string {
    this.columnName ??= this.text('db_column') ?? this.attribute;
    return this.columnName;
  }

  /** The name by which the other model knows the relation, `related_query_name`. */
  get relationName(): string {
    const given = this.word('related_query_name') ?? this.word('related_name') ?? this.model.options.defaultRelatedName;
    if (given === undefined) return this.model.lowerName;
    return given
      .replaceAll('%(class)s', this.model.lowerName)
      .replaceAll('%(model_name)s', this.model.lowerName)
      .replaceAll('%(app_label)s', this.model.app);
  }

  /** A field that is part of this one: the items of an array, the result of a generated field. */
  part(written: DjangoField): RenderedField {
    const none = { to: undefined, through: undefined, toField: undefined, fieldNames: [], default: undefined };
    return new RenderedField(this.model, this.name, { written, ...none });
  }

  /** Whether the other model does not know of the relation. */
  get isHidden(): boolean {
    return this.word('related_name')?.endsWith('+') === true;
  }

  /** The model at the other end. */
  get remote(): RenderedModel {
    const { to } = this.source;
    const { state } = this.model;
    if (to?.kind === 'model' && state.isMissing(to)) throw noModel(this, to);
    return state.target(to);
  }

  /** The field that a foreign key points to. */
  get target(): RenderedField {
    const { toField } = this.source;
    return toField === undefined ? this.remote.primaryKey : this.remote.field(toField);
  }

  /** Whether it is a relation to the model. */
  pointsTo(model: RenderedModel): boolean {
    const { to } = this.source;
    if (to?.kind !== 'model' || !this.isRelation || this.model.state.isMissing(to)) return false;
    return this.remote.concrete === model;
  }

  /** The model of the table that a ManyToManyField makes; undefined when it names one. */
  get automaticThrough(): RenderedModel | undefined {
    if (!this.isManyToMany || this.source.through !== undefined) return undefined;
    return this.model.state.throughOf(this);
  }

  /** What its column is. Throws `NotEmulated` for a field class that is not known. */
  get type(): ColumnType {
    this.typed ??= withAssumption(columnType(this), this.assumption);
    return this.typed;
  }

  /** What reading the field leaves open: a clause. */
  private get assumption(): string | undefined {
    const { class: path, arguments: given } = this.source.written;
    if (this.isIncomplete) return `a ${path} may set arguments of its own`;
    const open = decisive.find((name) => {
      const kind = given.get(name)?.value.kind;
      return kind !== undefined && kind !== 'boolean' && kind !== 'none' && kind !== 'number';
    });
    return open === undefined ? undefined : `${open} of the field ${this.name} is not constant`;
  }

  /** A `True` or `False` of its arguments. */
  flag(name: string, otherwise: boolean): boolean {
    return booleanArgument(this.source.written.arguments, name) ?? otherwise;
  }

  /** A text of its arguments; undefined when it is absent or `None`. Throws when it is not constant. */
  text(name: string): string | undefined {
    const value = this.source.written.arguments.get(name)?.value;
    if (value === undefined || value.kind === 'none') return undefined;
    const text = stringArgument(this.source.written.arguments, name);
    if (text === undefined) throw new NotEmulated(`${name} of the field ${this.name} is not constant`);
    return text;
  }

  /** A text that decides about no column: one that is not constant counts as absent. */
  private word(name: string): string | undefined {
    return stringArgument(this.source.written.arguments, name);
  }

  /** A number of its arguments in decimal digits; undefined when it is absent or `None`. */
  digits(name: string): string | undefined {
    const value = this.source.written.arguments.get(name)?.value;
    if (value === undefined || value.kind === 'none') return undefined;
    if (value.kind === 'number' || value.kind === 'string') return value.text;
    throw new NotEmulated(`${name} of the field ${this.name} is not constant`);
  }
}

/** Django renders all models before it does anything, and stops at a relation that leads nowhere. */
function noModel({ model, name }: RenderedField, to: { readonly app: string; readonly model: string }): DjangoStops {
  const target = to.model.toLowerCase();
  return new DjangoStops(
    'ValueError',
    `The field ${model.label}.${name} was declared with a lazy reference to '${to.app}.${target}', but app '${to.app}' doesn't provide model '${target}'.`,
  );
}

/** Arguments that decide about the column; their values are flags. */
const decisive = ['null', 'unique', 'primary_key', 'db_index', 'db_constraint'] as const;

function withAssumption(type: ColumnType, assumes: string | undefined): ColumnType {
  return assumes === undefined || type.assumes !== undefined ? type : { ...type, assumes };
}
