import { describe, expect, it } from 'vitest';
import { appSets, readDjangoProject } from '../../../src/readers/django/project/index.js';
import { only, readWith } from './read.js';

function project(files: Readonly<Record<string, string>>) {
  return readDjangoProject(Object.keys(files), (path) => files[path]);
}

const migrations = (directory: string) => ({
  [`${directory}/migrations/__init__.py`]: '',
  [`${directory}/migrations/0001_initial.py`]: '',
});

describe('a Django project', () => {
  it('finds its apps, their labels and their migrations', () => {
    const { apps, settings } = project({
      'src/config/settings/base.py':
        'AUTH_USER_MODEL = "people.Person"\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\n' +
        'LOCAL = ["shop.apps.ShopConfig", "people"]\nINSTALLED_APPS = ["django.contrib.auth", *LOCAL]\n' +
        'MIGRATION_MODULES = {"people": "moved.people_migrations", "off": None}\n',
      'src/config/settings/dev.py': 'from .base import *\nINSTALLED_APPS += ["debug_toolbar"]\n',
      'src/shop/apps.py':
        'from django.apps import AppConfig\nclass Other(AppConfig):\n    name = "shop"\n' +
        'class ShopConfig(AppConfig):\n    name = "shop"\n    label = "store"\n    default_auto_field = "x.Y"\n',
      ...migrations('src/shop'),
      'src/shop/migrations/_helper.py': '',
      'src/shop/migrations/sql/0001.py': '',
      ...migrations('src/people'),
      'src/moved/people_migrations/__init__.py': '',
      'src/moved/people_migrations/0001_first.py': '',
      ...migrations('src/off'),
      'src/bare/migrations/0001_initial.py': '',
    });
    expect(settings).toMatchObject({
      installedApps: ['django.contrib.auth', 'shop.apps.ShopConfig', 'people', 'debug_toolbar'],
      installedAppsComplete: true,
      authUserModel: 'people.Person',
      defaultAutoField: 'django.db.models.BigAutoField',
    });
    expect(apps.map(({ label, migrated, files }) => [label, migrated, files])).toEqual([
      ['bare', false, ['src/bare/migrations/0001_initial.py']],
      ['people', true, ['src/moved/people_migrations/0001_first.py']],
      ['off', false, []],
      ['store', true, ['src/shop/migrations/0001_initial.py']],
    ]);
    expect(apps.find(({ label }) => label === 'store')?.defaultAutoField).toBe('x.Y');
  });

  it('keeps forks of an app apart, and packages that hold no migrations out', () => {
    const { apps } = project({
      ...migrations('src/shop'),
      ...migrations('src/people'),
      ...migrations('tests/site/apps/shop'),
      'src/blocks/migrations/__init__.py': '',
      'src/blocks/migrations/operations.py': 'class Operation:\n    pass\n',
      'src/fresh/migrations/__init__.py': '',
    });
    expect(appSets(apps).map((set) => set.map(({ directory }) => directory).sort())).toEqual([
      ['src/fresh', 'src/people', 'src/shop'],
      ['src/fresh', 'src/people', 'tests/site/apps/shop'],
    ]);
  });

  it('says when it does not know all apps', () => {
    expect(project({ 'settings.py': 'INSTALLED_APPS = ["a"] + plugins()\n' }).settings.installedAppsComplete).toBe(
      false,
    );
    expect(project({}).settings.installedAppsComplete).toBe(false);
  });

  it.each<[string, string, string | undefined, boolean]>([
    ['requirements.txt', 'asgiref==3\nDjango==4.2.11  # lts\n', '4.2.11', true],
    ['requirements/base.in', 'django[argon2]>=4.2,<5\n', '4.2.16', false],
    ['pyproject.toml', '[project]\ndependencies = [\n  "Django~=5.0",\n  "django-environ>=0.1",\n]\n', '5.0.2', false],
    ['pyproject.toml', '[tool.poetry.dependencies]\npython = "^3.11"\ndjango = "^3.2"\n', '3.2', false],
    ['pyproject.toml', '[tool.poetry.dependencies]\nDjango = {version = "~5.1", extras = ["x"]}\n', '5.1', false],
    ['poetry.lock', '[[package]]\nname = "django"\nversion = "5.1.3"\n', '5.1.3', true],
    ['uv.lock', '[[package]]\nname = "django"\nversion = "6.0"\nsource = { }\n', '6.0', true],
    ['Pipfile.lock', '{"default": {"django": {"hashes": [], "index": "x", "version": "==4.1.1"}}}', '4.1.1', true],
    ['Pipfile', '[packages]\ndjango = "==4.0.1"\n', '4.0.1', true],
    ['setup.cfg', '[options]\ninstall_requires =\n    Django >= 3.2\n', '5.0.2', false],
    ['setup.py', 'setup(install_requires=["django>=6.0"])', '6.0', false],
    ['requirements.txt', 'django-filter==2\ndjangorestframework==3\n', '5.0.2', false],
  ])('%s: %j is Django %s', (path, text, version, exact) => {
    expect(project({ [path]: text }).version(['4.2.16', '3.1', '5.0.2'])).toMatchObject({ text: version, exact });
  });

  it('knows nothing of the version where nothing says it', () => {
    expect(project({}).version([])).toBeUndefined();
  });

  it('knows field classes of the project by what they derive from', () => {
    const { classOf } = project({
      'src/shop/fields/__init__.py': 'from .money import Money\n',
      'src/shop/fields/money.py': 'from django.db import models\nclass Money(models.DecimalField):\n    pass\n',
      'src/shop/other.py':
        'from shop.fields import Money\nclass Euro(Money):\n    def db_type(self, connection):\n        return "euro"\n',
    });
    const add = (field: string) =>
      only(
        readWith(`migrations.AddField("a", "b", shop.${field}())`, 'import shop.fields, shop.other', { classOf }),
        'AddField',
      ).field;
    expect(add('fields.Money')).toMatchObject({ class: 'shop.fields.Money', builtIn: 'DecimalField', knownBy: 'base' });
    expect(add('other.Euro')).toMatchObject({ class: 'shop.other.Euro', builtIn: undefined });
    const relative = only(
      readWith('migrations.AddField("a", "b", Money())', 'from ..fields.money import Money', { classOf }),
      'AddField',
    );
    expect(relative.field).toMatchObject({ builtIn: 'DecimalField', knownBy: 'base' });
    expect(add('missing.CharField')).toMatchObject({ builtIn: 'CharField', knownBy: 'name' });
  });
});
