import type { DjangoFieldClass } from './model.js';
import { lastName } from './reading.js';

/** Django's own field classes with the names of their positional parameters. */
const common = [
  'verbose_name',
  'name',
  'primary_key',
  'max_length',
  'unique',
  'blank',
  'null',
  'db_index',
  'rel',
  'default',
  'editable',
  'serialize',
  'unique_for_date',
  'unique_for_month',
  'unique_for_year',
  'choices',
  'help_text',
  'db_column',
  'db_tablespace',
  'auto_created',
  'validators',
  'error_messages',
  'db_comment',
  'db_default',
] as const;

const dates = ['verbose_name', 'name', 'auto_now', 'auto_now_add'];
const spatial = ['verbose_name', 'srid', 'spatial_index'];

/** Read in `django/db/models/fields`, `django/contrib/postgres/fields`, `django/contrib/gis/db/models/fields.py`. */
const parameters: Readonly<Record<DjangoFieldClass, readonly string[]>> = {
  AutoField: common,
  BigAutoField: common,
  SmallAutoField: common,
  BigIntegerField: common,
  BinaryField: common,
  BooleanField: common,
  CharField: common,
  CommaSeparatedIntegerField: common,
  CompositePrimaryKey: [],
  DateField: dates,
  DateTimeField: dates,
  DecimalField: ['verbose_name', 'name', 'max_digits', 'decimal_places'],
  DurationField: common,
  EmailField: common,
  FileField: ['verbose_name', 'name', 'upload_to', 'storage'],
  FilePathField: ['verbose_name', 'name', 'path', 'match', 'recursive', 'allow_files', 'allow_folders'],
  FloatField: common,
  ForeignKey: [
    'to',
    'on_delete',
    'related_name',
    'related_query_name',
    'limit_choices_to',
    'parent_link',
    'to_field',
    'db_constraint',
  ],
  ForeignObject: ['to', 'on_delete', 'from_fields', 'to_fields'],
  GeneratedField: [],
  GenericIPAddressField: ['verbose_name', 'name', 'protocol', 'unpack_ipv4'],
  IPAddressField: common,
  ImageField: ['verbose_name', 'name', 'width_field', 'height_field'],
  IntegerField: common,
  JSONField: ['verbose_name', 'name', 'encoder', 'decoder'],
  ManyToManyField: [
    'to',
    'related_name',
    'related_query_name',
    'limit_choices_to',
    'symmetrical',
    'through',
    'through_fields',
    'db_constraint',
    'db_table',
    'swappable',
  ],
  NullBooleanField: common,
  OneToOneField: ['to', 'on_delete', 'to_field'],
  OrderWrt: common,
  PositiveBigIntegerField: common,
  PositiveIntegerField: common,
  PositiveSmallIntegerField: common,
  SlugField: common,
  SmallIntegerField: common,
  TextField: common,
  TimeField: dates,
  URLField: ['verbose_name', 'name'],
  UUIDField: ['verbose_name'],
  GenericForeignKey: ['ct_field', 'fk_field', 'for_concrete_model'],
  GenericRelation: ['to', 'object_id_field', 'content_type_field', 'for_concrete_model', 'related_query_name'],
  ArrayField: ['base_field', 'size'],
  BigIntegerRangeField: common,
  CICharField: common,
  CIEmailField: common,
  CITextField: common,
  DateRangeField: common,
  DateTimeRangeField: common,
  DecimalRangeField: common,
  FloatRangeField: common,
  HStoreField: common,
  IntegerRangeField: common,
  SearchVectorField: common,
  GeometryCollectionField: spatial,
  GeometryField: spatial,
  LineStringField: spatial,
  MultiLineStringField: spatial,
  MultiPointField: spatial,
  MultiPolygonField: spatial,
  PointField: spatial,
  PolygonField: spatial,
  RasterField: spatial,
};

/** The names of the positional parameters of a field class; of any other, those most field classes share. */
export function parametersOf(builtIn: DjangoFieldClass | undefined): readonly string[] {
  return builtIn === undefined ? common : parameters[builtIn];
}

/** The class of Django that a dotted path names, wherever Django lets it be imported from. */
export function djangoFieldClass(path: string): DjangoFieldClass | undefined {
  if (!path.startsWith('django.')) return undefined;
  const name = lastName(path);
  return isFieldClass(name) ? name : undefined;
}

/**
 * The class of Django whose name ends a name: `ForeignKey` for `FlexibleForeignKey`. Encrypted fields are named after
 * what they hold, not after their column.
 */
export function fieldClassByName(name: string): DjangoFieldClass | undefined {
  if (/encrypt/i.test(name)) return undefined;
  return longestFirst.find((known) => name.endsWith(known));
}

function isFieldClass(name: string): name is DjangoFieldClass {
  return Object.hasOwn(parameters, name);
}

const longestFirst = Object.keys(parameters)
  .filter(isFieldClass)
  .sort((a, b) => b.length - a.length);
