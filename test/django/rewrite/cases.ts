import { migrationOf, models } from './shop.js';

/** A migration with hazards, and what the models are behind it. */
export interface RewriteCase {
  readonly name: string;
  readonly migration: string;
  readonly models: string;
  /** What only the user can know. */
  readonly answers?: Readonly<Record<string, string>>;
  /** What PostgreSQL says of the original, where it refuses it because of the rows there are. */
  readonly refused?: string;
}

/** The models with parts of their text in other words. */
function modelsWith(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the models do not say ${from}`);
    return text.replace(from, to);
  }, models);
}

const afterShelf = '    shelf = models.IntegerField(default=1)\n';
const withField = (line: string) => modelsWith([afterShelf, `${afterShelf}    ${line}\n`]);
const withMeta = (...lines: readonly string[]) =>
  modelsWith([afterShelf, `${afterShelf}\n    class Meta:\n${lines.map((line) => `        ${line}\n`).join('')}`]);

export const cases: readonly RewriteCase[] = [
  {
    name: 'AddIndex',
    migration: migrationOf(`
migrations.AddIndex(
    model_name="book",
    index=models.Index(fields=["title", "-pages"], name="book_title_pages"),
),`),
    models: withMeta('indexes = [models.Index(fields=["title", "-pages"], name="book_title_pages")]'),
  },
  {
    name: 'AddIndex with a condition, beside what needs no plan',
    migration: migrationOf(`
# Read by the shelf page.
migrations.AddIndex(
    model_name="book",
    index=models.Index(fields=["shelf"], name="book_long", condition=models.Q(pages__gt=500)),
),
migrations.AlterModelOptions(name="book", options={"ordering": ["title"]}),`),
    models: withMeta(
      'indexes = [models.Index(fields=["shelf"], name="book_long", condition=models.Q(pages__gt=500))]',
      'ordering = ["title"]',
    ),
  },
  {
    name: 'AddField that is required, with a default',
    migration: migrationOf(`
migrations.AddField(
    model_name="book",
    name="stock",
    field=models.IntegerField(default=7),
),`),
    models: withField('stock = models.IntegerField(default=7)'),
  },
  {
    name: 'AddField that is required, without a default',
    migration: migrationOf(`
migrations.AddField(
    model_name="book",
    name="stock",
    field=models.IntegerField(),
),`),
    models: withField('stock = models.IntegerField()'),
    answers: { 'shop_book.stock': '0' },
    refused: 'contains null values',
  },
  {
    name: 'AddField with a check',
    migration: migrationOf(`
migrations.AddField(
    model_name="book",
    name="stock",
    field=models.PositiveIntegerField(null=True),
),`),
    models: withField('stock = models.PositiveIntegerField(null=True)'),
  },
  {
    name: 'AddField with an index',
    migration: migrationOf(`
migrations.AddField(
    model_name="book",
    name="stock",
    field=models.IntegerField(db_index=True, null=True),
),`),
    models: withField('stock = models.IntegerField(db_index=True, null=True)'),
  },
  {
    name: 'AddField that is unique',
    migration: migrationOf(`
migrations.AddField(
    model_name="book",
    name="code",
    field=models.CharField(max_length=20, null=True, unique=True),
),`),
    models: withField('code = models.CharField(max_length=20, null=True, unique=True)'),
  },
  {
    name: 'AlterField to NOT NULL',
    migration: migrationOf(`
migrations.AlterField(
    model_name="book",
    name="pages",
    field=models.IntegerField(),
),`),
    models: modelsWith(['pages = models.IntegerField(null=True)', 'pages = models.IntegerField()']),
  },
  {
    name: 'AlterField to NOT NULL with a default',
    migration: migrationOf(`
migrations.AlterField(
    model_name="author",
    name="email",
    field=models.CharField(default="", max_length=200),
),`),
    models: modelsWith(['max_length=200, null=True', 'max_length=200, default=""']),
  },
  {
    name: 'AddConstraint, a check',
    migration: migrationOf(`
migrations.AddConstraint(
    model_name="book",
    constraint=models.CheckConstraint(condition=models.Q(pages__gt=0), name="book_has_pages"),
),`),
    models: withMeta('constraints = [models.CheckConstraint(condition=models.Q(pages__gt=0), name="book_has_pages")]'),
  },
  {
    name: 'AddConstraint, unique',
    migration: migrationOf(`
migrations.AddConstraint(
    model_name="book",
    constraint=models.UniqueConstraint(fields=["isbn"], name="book_isbn_once"),
),`),
    models: withMeta('constraints = [models.UniqueConstraint(fields=["isbn"], name="book_isbn_once")]'),
  },
  {
    name: 'AddConstraint, unique where a condition holds',
    migration: migrationOf(`
migrations.AddConstraint(
    model_name="book",
    constraint=models.UniqueConstraint(
        condition=models.Q(shelf__gt=2), fields=("isbn",), name="book_isbn_on_shelf"
    ),
),`),
    models: withMeta(
      'constraints = [models.UniqueConstraint(fields=["isbn"], condition=models.Q(shelf__gt=2), name="book_isbn_on_shelf")]',
    ),
  },
  {
    name: 'AddField, a foreign key',
    migration: migrationOf(
      `
migrations.AddField(
    model_name="book",
    name="tag",
    field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="shop.tag"),
),`,
      { imports: 'import django.db.models.deletion' },
    ),
    models: withField('tag = models.ForeignKey(Tag, null=True, on_delete=models.SET_NULL)'),
  },
  {
    name: 'AlterField, a foreign key to NOT NULL',
    migration: migrationOf(
      `
migrations.AlterField(
    model_name="book",
    name="author",
    field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="shop.author"),
),`,
      { imports: 'import django.db.models.deletion' },
    ),
    models: modelsWith(['on_delete=models.CASCADE, null=True', 'on_delete=models.CASCADE']),
  },
  {
    name: 'AlterField, unique',
    migration: migrationOf(`
migrations.AlterField(
    model_name="book",
    name="isbn",
    field=models.CharField(max_length=20, unique=True),
),`),
    models: modelsWith([
      'isbn = models.CharField(max_length=20)',
      'isbn = models.CharField(max_length=20, unique=True)',
    ]),
  },
  {
    name: 'RemoveField that may be NULL',
    migration: migrationOf(`
migrations.RemoveField(
    model_name="book",
    name="pages",
),`),
    models: modelsWith(['    pages = models.IntegerField(null=True)\n', '']),
  },
  {
    name: 'RemoveField, a foreign key',
    migration: migrationOf(`
migrations.RemoveField(
    model_name="book",
    name="author",
),`),
    models: modelsWith(['    author = models.ForeignKey(Author, on_delete=models.CASCADE, null=True)\n', '']),
  },
  {
    name: 'DeleteModel',
    migration: migrationOf(`
migrations.DeleteModel(
    name="Tag",
),`),
    models: modelsWith(['class Tag(models.Model):\n    word = models.CharField(max_length=30)\n\n\n', '']),
  },
  {
    name: 'RunSQL with an index and a state of its own',
    migration: migrationOf(`
migrations.RunSQL(
    sql="CREATE INDEX book_title ON shop_book (title)",
    reverse_sql="DROP INDEX book_title",
    state_operations=[
        migrations.AddIndex(model_name="book", index=models.Index(fields=["title"], name="book_title")),
    ],
),`),
    models: withMeta('indexes = [models.Index(fields=["title"], name="book_title")]'),
  },
  {
    name: 'AddField and AddIndex together with code',
    migration: migrationOf(
      `
migrations.AddField(
    model_name="book",
    name="stock",
    field=models.IntegerField(null=True),
),
migrations.AddIndex(
    model_name="book",
    index=models.Index(fields=["stock"], name="book_stock"),
),
migrations.RunPython(greet, migrations.RunPython.noop),`,
      {
        code: `
WORD = "hello"


def greet(apps, schema_editor):
    Tag = apps.get_model("shop", "Tag")
    Tag.objects.filter(word=WORD).delete()

`,
      },
    ),
    models: modelsWith([
      afterShelf,
      `${afterShelf}    stock = models.IntegerField(null=True)\n\n    class Meta:\n        indexes = [models.Index(fields=["stock"], name="book_stock")]\n`,
    ]),
  },
];
