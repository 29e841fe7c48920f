import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintJson, lockstep, project } from './command-line.js';

const bookshop = path.resolve('fixtures/projects/bookshop');

const operations = (app: string, before: string | undefined, list: string): string =>
  'from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n' +
  `    dependencies = [${before === undefined ? '' : `("${app}", "${before}")`}]\n    operations = [\n        ${list}\n    ]\n`;

const createBook =
  'migrations.CreateModel(name="Book", fields=[("id", models.BigAutoField(primary_key=True)), ("title", models.CharField(max_length=50))]),';

const shop = {
  'manage.py': '',
  'requirements.txt': 'Django==5.2\n',
  'shop/migrations/__init__.py': '',
  'shop/migrations/0001_initial.py': operations('shop', undefined, createBook),
  'shop/migrations/0002_index.py': operations(
    'shop',
    '0001_initial',
    'migrations.AddIndex(model_name="book", index=models.Index(fields=["title"], name="title_idx")),',
  ),
};

describe('a Django project', () => {
  test('is judged by the SQL it runs, at the lines of Python', async () => {
    const { findings, summary, code } = await lintJson(['.'], { cwd: bookshop });
    expect(summary).toMatchObject({ files: 12, migrations: 12, notUnderstood: 0, suppressed: 1 });
    const found = findings
      .filter(({ severity }) => severity === 'error')
      .map(({ file, line, rule }) => `${file}:${line} ${rule}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'catalogue/migrations/0002_isbn.py:8 require-using-index',
        'catalogue/migrations/0003_price.py:13 require-not-valid',
        'catalogue/migrations/0004_language_and_title_index.py:9 drop-default',
        'catalogue/migrations/0004_language_and_title_index.py:19 require-concurrent-index',
        'customers/migrations/0002_email_required.py:16 require-validated-check',
        'orders/migrations/0002_reference.py:18 mixed-schema-and-data',
        'orders/migrations/0005_note.py:8 rename-column',
      ]),
    );
    expect(code).toBe(1);
  });

  test('says nothing of what is harmless: new tables, defaults of the database, indexes built concurrently', async () => {
    const { findings } = await lintJson(['.', '--rule', 'require-concurrent-index,drop-default'], { cwd: bookshop });
    const places = findings.map(({ file, line }) => `${file}:${line}`);
    expect(places).not.toContain('catalogue/migrations/0004_language_and_title_index.py:14');
    expect(places.filter((place) => /0001_initial|0003_placed_index/.test(place))).toEqual([]);
  });

  test('one migration is judged with all that runs before it, in every app', async () => {
    const { findings, summary } = await lintJson(['orders/migrations/0005_note.py'], { cwd: bookshop });
    expect(summary).toMatchObject({ files: 1, migrations: 1, operations: 1 });
    expect(findings.map(({ rule }) => rule)).toContain('rename-column');
    expect(findings[0]?.message).toContain('orders_order');
  });

  test('lies where it lies: from inside it, by a glob, and on standard input', async () => {
    const rule = ['--rule', 'require-concurrent-index'];
    const file = '0002_index.py';
    const cwd = project(shop);
    const inside = await lintJson([file, ...rule], { cwd: path.join(cwd, 'shop/migrations') });
    expect(inside.findings).toMatchObject([{ file, line: 7 }]);
    const matched = await lintJson(['**/0002*.py', ...rule], { cwd });
    expect(matched.findings).toMatchObject([{ file: 'shop/migrations/0002_index.py' }]);
    const stdin = operations('shop', '0002_index', 'migrations.RemoveField(model_name="book", name="title"),');
    const piped = await lintJson(['--stdin-filename', 'shop/migrations/0003_title.py', '--rule', 'drop-column'], {
      cwd,
      stdin,
    });
    expect(piped.findings).toMatchObject([{ file: 'shop/migrations/0003_title.py', line: 7 }]);
  });

  test('is one run with the SQL migrations beside it; SQL that a migration reads is no migration of its own', async () => {
    const cwd = project({
      ...shop,
      'db/0001_log.sql': 'CREATE TABLE log (id bigint);\n',
      'shop/sql/fill.sql': 'UPDATE shop_book SET title = 1;\n',
      'shop/migrations/0003_fill.py': operations(
        'shop',
        '0002_index',
        'migrations.RunSQL(open("shop/sql/fill.sql").read(), ""),',
      ),
    });
    const { summary, findings } = await lintJson(['.', '--rule', 'update-without-where'], { cwd });
    expect(summary.files).toBe(4);
    expect(findings).toMatchObject([{ file: 'shop/migrations/0003_fill.py' }]);
  });

  test('finds migrations where MIGRATION_MODULES says', async () => {
    const cwd = project({
      'manage.py': '',
      'config/settings.py': 'MIGRATION_MODULES = {"shop": "moved.shop"}\n',
      'moved/shop/__init__.py': '',
      'moved/shop/0001_initial.py': operations('shop', undefined, createBook),
      'moved/shop/0002_title.py': operations(
        'shop',
        '0001_initial',
        'migrations.RemoveField(model_name="book", name="title"),',
      ),
    });
    const { findings } = await lintJson(['.', '--rule', 'drop-column'], { cwd });
    expect(findings).toMatchObject([{ file: 'moved/shop/0002_title.py' }]);
    expect(findings[0]?.message).toContain('shop_book');
  });

  test('a squash and what it replaces are both judged', async () => {
    const cwd = project({
      ...shop,
      'shop/migrations/0001_squashed_0002_index.py': operations('shop', undefined, createBook).replace(
        '    dependencies',
        '    replaces = [("shop", "0001_initial"), ("shop", "0002_index")]\n    dependencies',
      ),
    });
    const { summary, findings } = await lintJson(['.', '--rule', 'require-concurrent-index,several-heads'], { cwd });
    expect(summary.files).toBe(3);
    expect(findings).toMatchObject([{ rule: 'require-concurrent-index', file: 'shop/migrations/0002_index.py' }]);
  });

  test.each([
    [
      'shop/models.py',
      'shop/models.py is not a migration Lockstep can read: of Python files it reads the migrations of',
    ],
    ['shop/migrations/_helper.py', 'under names that do not begin with _ or ~'],
    ['versions/1a2b_add.py', 'is not a migration Lockstep can read'],
  ])('a Python file that is no migration is refused by name: %s', async (file, message) => {
    const { stderr, code } = await lockstep(['lint', file], { cwd: project({ ...shop, [file]: 'x = 1\n' }) });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test('a file without a Migration class, and one that is not Python, are findings', async () => {
    const cwd = project({
      ...shop,
      'shop/migrations/0003_helper.py': 'def help():\n    pass\n',
      'shop/migrations/0004_broken.py': 'class Migration(migrations.Migration):\n    operations = [\n',
    });
    const { findings, code } = await lintJson(['shop'], { cwd });
    expect(findings.map(({ file, rule }) => [file, rule])).toEqual(
      expect.arrayContaining([
        ['shop/migrations/0003_helper.py', 'not-a-migration'],
        ['shop/migrations/0004_broken.py', 'unbalanced'],
      ]),
    );
    expect(code).toBe(1);
  });
});

describe('sql', () => {
  test('prints what sqlmigrate would, in the version that is asked for', async () => {
    const newest = await lockstep(['sql', 'catalogue/migrations/0002_isbn.py'], { cwd: bookshop });
    expect(newest.stdout).toBe(
      'BEGIN;\n--\n-- Add field isbn to book\n--\n' +
        'ALTER TABLE "catalogue_book" ADD COLUMN "isbn" varchar(13) NULL UNIQUE;\n' +
        'CREATE INDEX "catalogue_book_isbn_c51a0597_like" ON "catalogue_book" ("isbn" varchar_pattern_ops);\nCOMMIT;\n',
    );
    expect(newest.code).toBe(0);
    const old = await lockstep(['sql', 'catalogue/migrations/0001_initial.py', '--django-version', '3.2'], {
      cwd: bookshop,
    });
    expect(old.stdout).toContain('"id" bigserial NOT NULL PRIMARY KEY');
    const configured = project({ ...shop, 'lockstep.config.json': '{"django": {"version": "4.0"}}' });
    const { stdout } = await lockstep(['sql', 'shop/migrations/0001_initial.py'], { cwd: configured });
    expect(stdout).toContain('"id" bigserial NOT NULL PRIMARY KEY');
  });

  test('shows files of SQL in the transaction their runner wraps them in', async () => {
    const cwd = project({ 'm/1.sql': 'SELECT 1;\n', 'm/2.sql': 'CREATE INDEX CONCURRENTLY i ON t (a);\n' });
    const { stdout } = await lockstep(['sql', 'm'], { cwd });
    expect(stdout).toBe(
      '-- m/1.sql\nBEGIN;\nSELECT 1;\nCOMMIT;\n\n-- m/2.sql\nCREATE INDEX CONCURRENTLY i ON t (a);\n',
    );
  });

  test.each(['5', 'new', '5.2.x'])('refuses the version %s', async (version) => {
    const { code, stderr } = await lockstep(['sql', 'x.py', '--django-version', version]);
    expect(stderr).toContain('It must be a version such as 5.2.');
    expect(code).toBe(2);
  });
});

describe('inspect and rewrite', () => {
  test('inspect shows the effects at the operations of Django', async () => {
    const { stdout } = await lockstep(['inspect', 'orders/migrations/0003_placed_index.py', '--format', 'json'], {
      cwd: bookshop,
    });
    expect(JSON.parse(stdout)).toMatchObject({
      migrations: [
        { id: '0003_placed_index', transaction: 'none', operations: [{ kind: 'create-index', line: 11, column: 9 }] },
      ],
    });
  });

  test('rewrite does not stumble over Python', async () => {
    const { stderr, code } = await lockstep(['rewrite', 'catalogue/migrations/0002_isbn.py'], { cwd: bookshop });
    expect(stderr).not.toContain('internal error');
    expect(code).toBeLessThan(2);
  });
});
