import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../src/readers/sql/index.js';
import { outline } from './outline.js';
import { planOf } from './planned.js';

beforeAll(() => loadSqlParser());

const before = `CREATE TABLE items (id integer PRIMARY KEY, size text, price numeric NOT NULL DEFAULT 0);
CREATE INDEX items_size_idx ON items (lower(size)) WHERE size <> '';`;

describe('a change of type', () => {
  it('carries USING over to the trigger and to the batches', () => {
    const migration = "ALTER TABLE items ALTER COLUMN size TYPE varchar(9) USING trim(items.size || '');";
    const steps = outline(planOf({ setup: before, migration, postgres: 16 }));
    expect(steps[1]).toContain("NEW.size_new := trim(NEW.size || '');");
    expect(steps[3]).toBe(
      "backfill: batches of items by (id): size_new = trim(size || '') where size_new IS NULL AND (trim(size || '')) IS NOT NULL",
    );
  });

  it('builds indexes for the second column, which take over the names', () => {
    const steps = outline(planOf({ setup: before, migration: 'ALTER TABLE items ALTER COLUMN size TYPE citext;' }));
    expect(steps).toContain(
      "backfill: CREATE INDEX CONCURRENTLY items_size_idx_new ON items (lower(size_new)) WHERE size_new <> ''",
    );
    expect(steps).toContain('switch: ALTER INDEX items_size_idx RENAME TO items_size_idx_old');
    expect(steps).toContain('switch: ALTER INDEX items_size_idx_new RENAME TO items_size_idx');
    expect(steps.at(-1)).toBe('contract: ALTER TABLE items DROP COLUMN size_old');
  });

  it('does not refuse what old code writes and the new type cannot hold, until the switch is prepared', () => {
    const migration = 'ALTER TABLE items ALTER COLUMN size TYPE integer USING size::integer;';
    const plan = planOf({ setup: 'CREATE TABLE items (id integer PRIMARY KEY, size text);', migration });
    const steps = outline(plan);
    expect(steps[1]).toContain('EXCEPTION WHEN data_exception');
    expect(steps).toContain(
      'switch: ALTER TABLE items ADD CONSTRAINT size_new_complete CHECK (size_new IS NOT NULL OR (size::integer) IS NULL) NOT VALID',
    );
    expect(plan?.deploy.backfill).toMatch(/writes only values that fit integer/);
  });

  it('catches nothing where every value fits', () => {
    const steps = outline(planOf({ setup: before, migration: 'ALTER TABLE items ALTER COLUMN id TYPE bigint;' }));
    expect(steps[1]).toContain('NEW.id_new := NEW.id;');
    expect(steps[1]).not.toContain('EXCEPTION');
  });

  it('keeps the time zone of the migration in the trigger', () => {
    const events = 'CREATE TABLE events (id integer PRIMARY KEY, at timestamp);';
    const steps = outline(planOf({ setup: events, migration: 'ALTER TABLE events ALTER COLUMN at TYPE timestamptz;' }));
    expect(steps[1]).toContain('SET TimeZone FROM CURRENT');
  });

  it('lets its trigger fire behind all others of the table', () => {
    const triggered = `${before} CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch();`;
    const plan = planOf({ setup: triggered, migration: 'ALTER TABLE items ALTER COLUMN id TYPE bigint;' });
    expect(outline(plan)[2]).toContain('CREATE TRIGGER zz_items_id_sync BEFORE INSERT OR UPDATE ON items');
    expect(plan?.notes.join(' ')).toContain('The trigger touch of items fires');
  });

  it('keeps checks in force while it only makes PostgreSQL skip the rows', () => {
    const people = "CREATE TABLE people (id integer PRIMARY KEY, name varchar(9) CHECK (name <> ''));";
    const migration = 'ALTER TABLE people ALTER COLUMN name TYPE varchar(19);';
    expect(outline(planOf({ setup: people, migration }))).toEqual([
      'expand: ALTER TABLE people DROP CONSTRAINT people_name_check',
      'expand: ALTER TABLE people ALTER COLUMN name TYPE character varying(19)',
      "expand: ALTER TABLE people ADD CONSTRAINT people_name_check CHECK (name <> '') NOT VALID",
      'expand: ALTER TABLE people VALIDATE CONSTRAINT people_name_check',
    ]);
  });
});

describe('no plan for a change of type', () => {
  const migration = 'ALTER TABLE items ALTER COLUMN id TYPE bigint;';

  it.each([
    ['that costs nothing', before, 'ALTER TABLE items ALTER COLUMN price TYPE numeric;', 18],
    ['of a table the history does not show', '', migration, 18],
    ['that PostgreSQL refuses', `${before} CREATE VIEW v AS SELECT id FROM items;`, migration, 18],
    [
      'whose USING is another each time',
      before,
      'ALTER TABLE items ALTER COLUMN size TYPE uuid USING gen_random_uuid();',
      18,
    ],
    ['of a NOT NULL column before 12', before, migration, 11],
    [
      'in a partitioned table',
      'CREATE TABLE items (id integer NOT NULL, at date) PARTITION BY RANGE (at);',
      migration,
      18,
    ],
  ] as const)('%s', (_name, schema, text, postgres) => {
    expect(planOf({ setup: schema, migration: text, postgres })).toBeUndefined();
  });
});
