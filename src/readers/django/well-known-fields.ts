import type { DjangoFieldClass } from './model.js';

/** A field class of a public package: what it derives from and what it sets unless it is told otherwise. */
export interface WellKnownField {
  readonly builtIn: DjangoFieldClass;
  readonly presets?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Field classes of public packages by the first name of their module and their own, because modules move between
 * versions. Read in the packages: django-extensions 3.2 and 4.1, django-model-utils 5.0, django-mptt 0.16,
 * django-modelcluster 6.3, wagtail 6.3, django-countries 7.6, django-phonenumber-field 8.0, django-timezone-field 7.0,
 * django-fsm 3.0, django-money 3.5, jsonfield 3.1, django-autoslug 1.9, easy-thumbnails 2.9, sorl-thumbnail 12.11.
 */
const fields: Readonly<Record<string, WellKnownField>> = {
  'autoslug.AutoSlugField': { builtIn: 'SlugField' },
  'ckeditor.RichTextField': { builtIn: 'TextField' },
  'ckeditor_uploader.RichTextUploadingField': { builtIn: 'TextField' },
  'cloudinary.CloudinaryField': { builtIn: 'CharField', presets: { max_length: 255 } },
  'colorfield.ColorField': { builtIn: 'CharField', presets: { max_length: 25 } },
  'django_countries.CountryField': { builtIn: 'CharField', presets: { max_length: 2 } },
  'django_extensions.AutoSlugField': { builtIn: 'SlugField' },
  'django_extensions.CreationDateTimeField': { builtIn: 'DateTimeField', presets: { auto_now_add: true } },
  'django_extensions.ModificationDateTimeField': { builtIn: 'DateTimeField', presets: { auto_now: true } },
  'django_extensions.RandomCharField': { builtIn: 'CharField' },
  'django_extensions.ShortUUIDField': { builtIn: 'CharField', presets: { max_length: 22 } },
  'django_measurement.MeasurementField': { builtIn: 'FloatField' },
  'django_fsm.FSMField': { builtIn: 'CharField', presets: { max_length: 50 } },
  'django_fsm.FSMIntegerField': { builtIn: 'IntegerField' },
  'django_fsm.FSMKeyField': { builtIn: 'ForeignKey' },
  'djmoney.CurrencyField': { builtIn: 'CharField', presets: { max_length: 3 } },
  'djmoney.MoneyField': { builtIn: 'DecimalField' },
  'easy_thumbnails.ThumbnailerField': { builtIn: 'FileField' },
  'easy_thumbnails.ThumbnailerImageField': { builtIn: 'ImageField' },
  'imagekit.ProcessedImageField': { builtIn: 'ImageField' },
  'jsonfield.JSONField': { builtIn: 'TextField' },
  'model_utils.AutoCreatedField': { builtIn: 'DateTimeField' },
  'model_utils.AutoLastModifiedField': { builtIn: 'DateTimeField' },
  'model_utils.MonitorField': { builtIn: 'DateTimeField' },
  'model_utils.StatusField': { builtIn: 'CharField', presets: { max_length: 100 } },
  'model_utils.UUIDField': { builtIn: 'UUIDField' },
  // Its rows are those of another model's table: like a GenericRelation it has no column and no table of its own.
  'modelcluster.ClusterTaggableManager': { builtIn: 'GenericRelation' },
  'modelcluster.ParentalKey': { builtIn: 'ForeignKey' },
  'modelcluster.ParentalManyToManyField': { builtIn: 'ManyToManyField' },
  'mptt.TreeForeignKey': { builtIn: 'ForeignKey' },
  'mptt.TreeManyToManyField': { builtIn: 'ManyToManyField' },
  'mptt.TreeOneToOneField': { builtIn: 'OneToOneField' },
  'multiselectfield.MultiSelectField': { builtIn: 'CharField', presets: { max_length: 200 } },
  'phonenumber_field.PhoneNumberField': { builtIn: 'CharField', presets: { max_length: 128 } },
  'picklefield.PickledObjectField': { builtIn: 'TextField' },
  'sorl.ImageField': { builtIn: 'ImageField' },
  'taggit.TaggableManager': { builtIn: 'GenericRelation' },
  'timezone_field.TimeZoneField': { builtIn: 'CharField', presets: { max_length: 63 } },
  'tinymce.HTMLField': { builtIn: 'TextField' },
  'versatileimagefield.VersatileImageField': { builtIn: 'ImageField' },
  'wagtail.RichTextField': { builtIn: 'TextField' },
  'wagtail.StreamField': { builtIn: 'JSONField' },
};

/** What is known of a field class of a public package. */
export function wellKnownField(path: string): WellKnownField | undefined {
  const key = `${path.slice(0, path.indexOf('.'))}.${path.slice(path.lastIndexOf('.') + 1)}`;
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}
