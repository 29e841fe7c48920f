import { beforeAll, describe, expect, it } from 'vitest';
import { chooseIndexName, chooseName } from '../../src/postgres/names.js';
import { loadPythonParser, readDjangoMigration } from '../../src/readers/django/index.js';
import { DjangoReplay, type DjangoReplayOptions, type DjangoStatement } from '../../src/readers/django/replay.js';
import { loadSqlParser } from '../../src/readers/sql/index.js';

const names = { indexName: chooseIndexName, constraintName: chooseName };

function migration(name: string, operations: string, before = '') {
  const text = `from django.db import migrations, models\n${before}\n\nclass Migration(migrations.Migration):\n    operations = [${operations}]\n`;
  return readDjangoMigration({ path: `shop/migrations/${name}.py`, text });
}

/** What each of several migrations executes. */
function replayed(migrations: readonly (readonly [string, string?])[], options: Partial<DjangoReplayOptions> = {}) {
  const replay = new DjangoReplay({ version: '5.2', names, ...options });
  return migrations.map(([operations, before], at) =>
    replay.migrate(migration(`000${String(at)}`, operations, before), 'shop'),
  );
}

function texts(statements: readonly DjangoStatement[] | undefined): readonly string[] {
  return (statements ?? []).map((one) => (one.kind === 'sql' ? one.sql : one.kind));
}

const book = `migrations.CreateModel("Book", [
  ("id", models.BigAutoField(primary_key=True)),
  ("code", models.CharField(max_length=9, unique=True)),
  ("pages", models.IntegerField(db_index=True)),
])`;

beforeAll(async () => {
  await loadPythonParser();
  await loadSqlParser();
});

describe('the replay of Django', () => {
  it('finds constraints by the names that raw SQL gave them', () => {
    const rename = 'ALTER TABLE shop_book RENAME CONSTRAINT shop_book_code_key TO codes_once';
    const plain = 'migrations.AlterField("book", "code", models.CharField(max_length=9))';
    const [, , altered] = replayed([[book], [`migrations.RunSQL("${rename}")`], [plain]]);
    expect(texts(altered)).toEqual([
      'ALTER TABLE "shop_book" DROP CONSTRAINT "codes_once";',
      'DROP INDEX IF EXISTS "shop_book_code_6d2c2ad5_like";',
    ]);
  });

  it('looks names up before the migration when it prints, and as they are when it migrates', () => {
    const replay = new DjangoReplay({ version: '5.2', names });
    const both = migration('0001', `${book}, migrations.AlterField("book", "code", models.CharField(max_length=9))`);
    expect(texts(replay.print(both, 'shop'))).not.toContain(
      'ALTER TABLE "shop_book" DROP CONSTRAINT "shop_book_code_key";',
    );
    expect(texts(replay.migrate(both, 'shop'))).toContain(
      'ALTER TABLE "shop_book" DROP CONSTRAINT "shop_book_code_key";',
    );
  });

  it('goes on behind an operation that Django would stop at', () => {
    const [, stopped, next] = replayed([
      [book],
      ['migrations.RemoveField("book", "nothing")'],
      ['migrations.RemoveField("book", "pages")'],
    ]);
    expect(stopped).toMatchObject([{ kind: 'stops', exception: 'KeyError', message: "'nothing'" }]);
    expect(texts(next)).toEqual(['ALTER TABLE "shop_book" DROP COLUMN "pages" CASCADE;']);
  });

  it('says what it assumes of a default that only running shows', () => {
    const before = 'from shop.models import make_token';
    const added = 'migrations.AddField("book", "token", models.CharField(max_length=9, default=make_token))';
    const [, statements] = replayed([[book], [added, before]]);
    expect(statements?.[0]).toMatchObject({ kind: 'sql', assumes: 'shop.models.make_token()' });
  });

  it('names the column of an unknown field class after it, and says so', () => {
    const before = 'from shop.fields import ColorField';
    const [, statements] = replayed([[book], ['migrations.AddField("book", "color", ColorField(null=True))', before]]);
    expect(texts(statements)).toEqual(['ALTER TABLE "shop_book" ADD COLUMN "color" "type of ColorField" NULL;']);
    expect(statements?.[0]).toMatchObject({ assumes: 'the column of a shop.fields.ColorField is not known' });
  });

  it('drops nothing in silence: what is not known is opaque with its reason', () => {
    const check = 'models.CheckConstraint(condition=models.Q(pages__strange=1), name="odd")';
    const [, statements] = replayed([[book], [`migrations.AddConstraint("book", ${check})`]]);
    expect(statements).toMatchObject([{ kind: 'opaque', reason: 'the transform strange is not known' }]);
  });

  it('takes a model of an app that is not at hand for one with the usual key', () => {
    const key = 'models.ForeignKey("elsewhere.Shelf", models.CASCADE, null=True)';
    const [, statements] = replayed([[book], [`migrations.AddField("book", "shelf", ${key})`]], { version: '6.0' });
    expect(texts(statements)[0]).toContain('ADD COLUMN "shelf_id" bigint NULL CONSTRAINT');
  });

  it('keeps the two sides of SeparateDatabaseAndState apart', () => {
    const onlyState = `migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("book", "pages")])`;
    const onlyDatabase = `migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("ALTER TABLE shop_book DROP COLUMN pages")])`;
    const [, first, second] = replayed([[book], [onlyState], [onlyDatabase]]);
    expect(first).toEqual([]);
    expect(second).toMatchObject([{ sql: 'ALTER TABLE shop_book DROP COLUMN pages;', path: [0, 0] }]);
  });

  it('tells which statements wait for the end, and which operation they come from', () => {
    const [statements] = replayed([[`${book}, migrations.RunSQL("SELECT 1")`]]);
    expect(statements?.map((one) => [one.path[0], one.kind === 'sql' && one.deferred])).toEqual([
      [0, false],
      [1, false],
      [0, true],
      [0, true],
    ]);
  });

  it('knows the columns and indexes of GeoDjango', () => {
    const before = 'import django.contrib.gis.db.models.fields as gis';
    const fields = `("at", gis.PointField(srid=4326)), ("area", gis.PolygonField(dim=3, srid=3857, spatial_index=False))`;
    const create = `migrations.CreateModel("Place", [("id", models.BigAutoField(primary_key=True)), ${fields}])`;
    const [statements] = replayed([[create, before]]);
    expect(texts(statements)).toEqual([
      'CREATE TABLE "shop_place" ("id" bigint NOT NULL PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, "at" geometry(POINT,4326) NOT NULL, "area" geometry(POLYGONZ,3857) NOT NULL);',
      'CREATE INDEX "shop_place_at_a2db4e9c_id" ON "shop_place" USING GIST ("at");',
    ]);
  });

  it('does not fall for models that stand on themselves', () => {
    const create = `migrations.CreateModel("Loop", [("id", models.OneToOneField("self", models.CASCADE, primary_key=True))])`;
    const [statements] = replayed([[create]]);
    expect(statements).toMatchObject([{ kind: 'opaque', reason: 'the models refer to each other without end' }]);
  });
});
