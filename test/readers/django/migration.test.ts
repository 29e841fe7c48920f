import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileSpan } from '../../../src/readers/python/text.js';
import type { DjangoOperation } from '../../../src/readers/django/index.js';
import { readFile, readWith, textAt } from './read.js';

const path = 'fixtures/readers/django/0007_many_forms.py';
const text = readFileSync(path, 'utf8');
const migration = readFile(text, { readFile: (name) => `-- ${name}` });

function nth<K extends DjangoOperation['kind']>(kind: K, at = 0): Extract<DjangoOperation, { kind: K }> {
  const found = migration.operations.filter((one): one is Extract<DjangoOperation, { kind: K }> => one.kind === kind);
  const operation = found[at];
  if (operation === undefined) throw new Error(`no ${kind}`);
  return operation;
}

describe('a migration in many forms', () => {
  it('knows its place', () => {
    const bare = (dependency: object) => ({ ...dependency, span: undefined });
    expect(migration.generatedBy).toBe('4.2.11');
    expect(migration.isMigration).toBe(true);
    expect(migration.atomic).toBe(false);
    expect(migration.initial).toBeUndefined();
    expect(migration.dependencies.map(bare)).toEqual([
      { kind: 'migration', app: 'shop', name: '0004_c' },
      { kind: 'swappable', setting: 'AUTH_USER_MODEL' },
      { kind: 'migration', app: 'billing', name: '__first__' },
      { kind: 'migration', app: 'contenttypes', name: '0002_remove_content_type_name' },
    ]);
    expect(migration.runBefore.map(bare)).toEqual([{ kind: 'migration', app: 'audit', name: '0001_initial' }]);
    expect(migration.replaces).toHaveLength(2);
    expect(migration.problems).toEqual([]);
    expect(migration.comments.map((comment) => comment.text)).toContain(
      'This one has a comment. lockstep-disable-next-line required-column -- new table',
    );
  });

  it('has its operations in order, the unknown ones among them', () => {
    expect(migration.operations.map(({ kind }) => kind)).toEqual([
      'CreateExtension',
      'CreateModel',
      'AddField',
      'AddIndexConcurrently',
      'AddConstraint',
      'RunSQL',
      'RunSQL',
      'RunSQL',
      'RunSQL',
      'RunPython',
      'SeparateDatabaseAndState',
      'DeleteModel',
      'DeleteModel',
      'Opaque',
      'Opaque',
    ]);
    const reasons = migration.operations.flatMap((one) => (one.kind === 'Opaque' ? [one.reason] : []));
    expect(reasons).toEqual([
      'whether it runs depends on a condition',
      'a call of extra_operations() in place of operations',
    ]);
    expect(textAt(migration, nth('DeleteModel'))).toBe('migrations.DeleteModel(name)');
  });

  it('reads the fields of a model', () => {
    const { fields, options, ...model } = nth('CreateModel');
    expect(fields.map(({ name, field }) => [name, field.builtIn, field.knownBy])).toEqual([
      ['id', 'BigAutoField', 'django'],
      ['owner', 'ForeignKey', 'django'],
      ['parent', 'ForeignKey', 'django'],
      ['total', 'DecimalField', 'base'],
      ['tokens', 'ArrayField', 'django'],
      ['colour', undefined, undefined],
      ['token', 'CharField', 'django'],
    ]);
    expect(fields[1]?.field.to).toMatchObject({ kind: 'setting', setting: 'AUTH_USER_MODEL' });
    expect([...(fields[1]?.field.arguments.keys() ?? [])]).toEqual(['to', 'on_delete', 'null']);
    expect(fields[2]?.field.to?.kind).toBe('self');
    expect(fields[4]?.field.baseField?.builtIn).toBe('CharField');
    expect(fields[5]?.field).toMatchObject({ class: 'shop.fields.Swatch', incomplete: true });
    expect(fields[6]?.field.arguments.get('default')?.value).toMatchObject({
      kind: 'name',
      path: 'shop.models.make_token',
    });
    expect(fields[6] && textAt(migration, fields[6])).toMatch(/^\("token", .*unique=True\)\)$/);
    expect(model).toMatchObject({ name: 'Order', dbTable: 'orders', managed: true, proxy: false, unreadFields: [] });
    expect(model.uniqueTogether.map((set) => set.fields)).toEqual([['owner', 'token']]);
    expect(model.indexes).toMatchObject([{ builtIn: 'Index', name: 'order_token_idx', fields: ['-token'] }]);
    expect(model.bases).toMatchObject([{ kind: 'model', app: 'shop', model: 'document' }]);
    expect([...options.keys()]).toEqual(['db_table', 'unique_together', 'indexes']);
  });

  it('reads what helpers of the file return', () => {
    const { modelName, name, field, preserveDefault } = nth('AddField');
    expect({ modelName, name, preserveDefault }).toEqual({ modelName: 'Order', name: 'status', preserveDefault: true });
    expect(field.dbDefault).toMatchObject({ kind: 'value', value: { kind: 'string', text: 'new' } });
  });

  it('reads indexes and constraints', () => {
    expect(nth('AddIndexConcurrently').index).toMatchObject({
      builtIn: 'GinIndex',
      name: 'order_note_idx',
      expressions: [{ kind: 'f', name: 'note' }],
      condition: { kind: 'q', children: [{ kind: 'lookup', path: 'note__isnull' }] },
    });
    expect(nth('AddConstraint').constraint).toMatchObject({
      kind: 'CheckConstraint',
      name: 'order_total',
      condition: {
        kind: 'q',
        connector: 'AND',
        children: [
          { kind: 'q', negated: true, children: [{ kind: 'lookup', path: 'total' }] },
          { kind: 'lookup', path: 'total__gte' },
        ],
      },
    });
  });

  it('reads SQL in all its forms, with the place of every character', () => {
    const [constant] = statements(0);
    expect(nth('RunSQL').reverseSql?.kind).toBe('noop');
    if (constant?.kind !== 'text') throw new Error('no text');
    expect(constant).toMatchObject({ splits: true, params: undefined });
    expect(constant.sql.text).toBe("\n    UPDATE shop_order\n    SET note = 'it''s'\n");
    const set = constant.sql.text.indexOf('SET');
    const { start, end } = fileSpan(constant.sql, set, set + 3);
    expect([start, text.slice(start, end)]).toEqual([text.indexOf('SET note'), 'SET']);
    expect(statements(1)).toMatchObject([
      { kind: 'text', sql: { text: 'UPDATE shop_order SET note = %s' }, params: [{ text: 'x' }], splits: false },
      { kind: 'text', sql: { text: 'SELECT 1' }, params: undefined, splits: false },
    ]);
    expect(statements(2)).toMatchObject([
      { kind: 'file', path: 'shop/migrations/sql/0007.sql', text: '-- shop/migrations/sql/0007.sql', splits: true },
    ]);
    const [dedented] = statements(3);
    if (dedented?.kind !== 'text') throw new Error('no text');
    expect(dedented.sql.text).toBe('SELECT 1;\nDROP TABLE old\n');
    expect(fileSpan(dedented.sql, 10, 14).start).toBe(text.indexOf('DROP TABLE old'));
  });

  it('nests the operations of SeparateDatabaseAndState', () => {
    const { databaseOperations, stateOperations } = nth('SeparateDatabaseAndState');
    expect(databaseOperations).toEqual([]);
    expect(stateOperations).toMatchObject([{ kind: 'RemoveField', modelName: 'order', name: 'colour' }]);
  });
});

function statements(at: number) {
  const { sql } = nth('RunSQL', at);
  return sql.kind === 'statements' ? sql.statements : [];
}

describe('what is no plain migration', () => {
  it('says when there is no Migration class', () => {
    expect(readFile('x = 1\n').isMigration).toBe(false);
    expect(readFile('from other import Migration\n')).toMatchObject({
      isMigration: true,
      operations: [{ kind: 'Opaque', reason: 'the migration is other.Migration' }],
    });
  });

  it.each([
    [
      'migrations.AddField(model_name=name(), name="a", field=models.TextField())',
      'model_name of AddField is a call of name()',
    ],
    ['migrations.AddField("a", "b")', 'AddField lacks field'],
    ['migrations.AddField(**options())', 'its arguments are not constant'],
    ['AddTrigger(model_name="a")', 'a call of AddTrigger() is no operation of Django'],
    ['None', 'a none in place of operations'],
    ['*rest', 'rest in place of operations'],
    [
      'migrations.RunPython(f) if settings.DEBUG else migrations.RunPython(g)',
      'a value that depends on a condition in place of operations',
    ],
    ['Own("a")', "the class Own changes database_forwards() of Django's DeleteModel"],
  ])('%s is opaque', (operation, reason) => {
    const before = 'class Own(migrations.DeleteModel):\n    def database_forwards(self, *args):\n        pass\n';
    expect(readWith(operation, before).operations).toMatchObject([{ kind: 'Opaque', reason }]);
  });

  it('keeps what follows a mistake', () => {
    const broken = readWith('migrations.DeleteModel("A"), migrations.DeleteModel("B"),', 'x = f(1 2)\n');
    expect(broken.problems).toHaveLength(1);
    expect(broken.operations).toHaveLength(2);
  });

  it('knows that the database is PostgreSQL', () => {
    const source =
      'from django.db import connection, migrations\nclass Migration(migrations.Migration):\n    operations = []\n' +
      '    if connection.vendor == "postgresql":\n        operations += [migrations.DeleteModel("A")]\n';
    expect(readFile(source).operations).toMatchObject([{ kind: 'DeleteModel', name: 'A' }]);
  });

  it('says when a migration has a will of its own', () => {
    const source =
      'from django.db import migrations\nclass Migration(migrations.Migration):\n' +
      '    def apply(self, project_state, schema_editor, collect_sql=False):\n        pass\n';
    expect(readFile(source).operations).toMatchObject([
      { kind: 'Opaque', reason: 'the migration has its own apply()' },
    ]);
  });
});
