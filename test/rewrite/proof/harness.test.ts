import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phaseNames } from '../../../src/core/plan.js';
import type { Phase, PhaseName, Plan } from '../../../src/core/plan.js';
import { loadSqlParser } from '../../../src/readers/sql/index.js';
import type { BareEngine } from '../../proof/engines/engine.js';
import { openPglite } from '../../proof/engines/pglite.js';
import type { PlanCase } from './case.js';
import { historyOf, settingsFor } from './judged.js';
import { judge } from '../../../src/engine/judge.js';
import { provePlan } from './prove.js';
import { readWhole, statementsOf } from './statements.js';

/** The harness is no proof unless it catches what is wrong. Every plan here is written by hand, most of them badly. */
let engine: BareEngine;

beforeAll(async () => {
  await loadSqlParser();
  engine = await openPglite(18);
});

afterAll(() => engine.close());

const setup = `
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, name text);
INSERT INTO users SELECT n, n || '@example.org', CASE WHEN n % 3 > 0 THEN 'name ' || n END FROM generate_series(1, 2500) n;`;

type Files = Readonly<Partial<Record<PhaseName, readonly (string | { readonly alone: string })[]>>>;

/** A plan of these texts; `alone` is run outside a transaction. */
function planOf(files: Files): Plan {
  let place = 1;
  const phases: Phase[] = phaseNames.map((name) => ({
    name,
    deploy: '',
    files: (files[name] ?? []).map((file) => ({
      path: `migrations/${String(++place).padStart(4, '0')}_step.sql`,
      transaction: typeof file === 'string',
      text: typeof file === 'string' ? `SET lock_timeout = '5s';\nSET statement_timeout = '60s';\n${file}` : file.alone,
    })),
  }));
  return {
    path: 'migrations/0002_step.sql',
    titles: [],
    findings: [],
    applicability: 'unsafe',
    phases,
    notes: [],
    holes: [],
  };
}

async function wrongWith(planCase: PlanCase, files: Files): Promise<readonly string[]> {
  const migration = readWhole('migrations/0002_change.sql', planCase.migration, 'file');
  const { findings } = judge(migration, historyOf(planCase), settingsFor(engine.version));
  return provePlan(engine, planCase, { plan: planOf(files), findings });
}

const indexCase: PlanCase = {
  name: 'index',
  rules: ['require-concurrent-index'],
  setup,
  migration: 'CREATE INDEX users_name_idx ON users (name);',
  oldCode: [
    "INSERT INTO users VALUES ({n}, '{n}@example.org', 'old')",
    "UPDATE users SET name = 'older' WHERE id = {n}",
  ],
  newCode: ["INSERT INTO users VALUES ({n}, '{n}@example.org', 'new')"],
};

const goodIndex =
  'DROP INDEX CONCURRENTLY IF EXISTS users_name_idx;\nCREATE INDEX CONCURRENTLY users_name_idx ON users (name);';

const requiredCase: PlanCase = {
  name: 'required',
  rules: ['set-not-null'],
  setup,
  migration: 'ALTER TABLE users ALTER COLUMN name SET NOT NULL;',
  reference: {
    sql: "UPDATE users SET name = 'nobody' WHERE name IS NULL; ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
    because: 'there are rows without a name',
  },
  oldCode: ["INSERT INTO users (id, email) VALUES ({n}, 'old{n}')"],
  newCode: ["INSERT INTO users VALUES ({n}, '{n}@example.org', 'new')"],
};

const fill = (value: string, where: string): string => `DO $$
DECLARE last integer := 0; upper_end integer;
BEGIN
  LOOP
    SELECT max(id) INTO upper_end FROM (SELECT id FROM users WHERE id > last ORDER BY id LIMIT 1000) batch;
    EXIT WHEN upper_end IS NULL;
    UPDATE users SET name = ${value} WHERE id > last AND id <= upper_end AND ${where};
    last := upper_end;
    COMMIT;
  END LOOP;
END $$;`;

const goodFill = fill("'nobody'", 'name IS NULL');
const bridge = "ALTER TABLE users ALTER COLUMN name SET DEFAULT 'nobody';";
const check = 'ALTER TABLE users ADD CONSTRAINT users_name_present CHECK (name IS NOT NULL) NOT VALID;';
const validate = 'ALTER TABLE users VALIDATE CONSTRAINT users_name_present;';
const require =
  'ALTER TABLE users ALTER COLUMN name SET NOT NULL;\nALTER TABLE users DROP CONSTRAINT users_name_present;\nALTER TABLE users ALTER COLUMN name DROP DEFAULT;';

describe('a plan that is right', () => {
  it('has nothing wrong: an index', async () => {
    expect(await wrongWith(indexCase, { expand: [{ alone: goodIndex }] })).toEqual([]);
  });

  it('has nothing wrong: a column that becomes required', async () => {
    const files: Files = { expand: [bridge], backfill: [{ alone: goodFill }, check, validate], contract: [require] };
    const left = await wrongWith(
      { ...requiredCase, leaves: { 'drop-default': 'the code gives the name by then' } },
      files,
    );
    expect(left).toEqual([]);
  });
});

describe('(a) the same schema and rows', () => {
  it('sees an index under another name', async () => {
    const alone = goodIndex.replaceAll('users_name_idx', 'users_by_name');
    const lines = await wrongWith(indexCase, { expand: [{ alone }] });
    expect(lines).toContainEqual(expect.stringMatching(/^\(a\) index public\.users_name_idx: .*but there is nothing$/));
    expect(lines).toContainEqual(expect.stringMatching(/^\(a\) index public\.users_by_name: wanted nothing/));
  });

  it('sees a constraint that was not validated', async () => {
    const planCase: PlanCase = {
      ...indexCase,
      rules: ['require-not-valid'],
      migration: 'ALTER TABLE users ADD CONSTRAINT users_email_present CHECK (email IS NOT NULL);',
    };
    const expand = [`${planCase.migration.slice(0, -1)} NOT VALID;`];
    expect(await wrongWith(planCase, { expand })).toContainEqual(
      expect.stringMatching(/^\(a\) constraint users\.users_email_present: .*NOT VALID/),
    );
  });

  it('sees rows with other values', async () => {
    const files: Files = {
      expand: [bridge],
      backfill: [{ alone: fill("'somebody'", 'name IS NULL') }, check, validate],
      contract: [require],
    };
    expect(await wrongWith(requiredCase, files)).toContainEqual(
      expect.stringMatching(/^\(a\) rows public\.users: 834 lost, 834 odd/),
    );
  });

  it('sees a reference that is not the original', async () => {
    const reference = { sql: 'UPDATE users SET name = 1 WHERE name IS NULL;', because: 'it is wrong' };
    expect(await wrongWith({ ...requiredCase, reference }, {})).toContainEqual(
      expect.stringMatching(/^\(case\) the reference is not the original: column public\.users\.name/),
    );
  });

  it('sees a declared difference that is none', async () => {
    const differs = { 'column public.users.name': 'it is wrong' };
    expect(await wrongWith({ ...indexCase, differs }, { expand: [{ alone: goodIndex }] })).toContainEqual(
      '(a) column public.users.name: the case declares a difference, but there is none',
    );
  });
});

describe('(b) no lock in the way', () => {
  it('sees an index built under a lock, by the effects and as it happens', async () => {
    const lines = await wrongWith(indexCase, { expand: [indexCase.migration] });
    expect(lines).toContainEqual(
      expect.stringMatching(/^\(b\) .*predicted: create-index holds SHARE on public\.users for a index-build/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^\(b\) .*observed: it holds SHARE on public\.users and builds public\.users_name_idx/),
    );
  });

  it('sees work under a lock that an earlier statement holds', async () => {
    const files: Files = {
      expand: [bridge],
      backfill: [{ alone: goodFill }, `${check}\n${validate}`],
      contract: [require],
    };
    const lines = await wrongWith(requiredCase, files);
    expect(lines).toContainEqual(
      expect.stringMatching(/^\(b\) .*predicted: validate-constraint works while ACCESS EXCLUSIVE on public\.users/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^\(b\) .*observed: it holds ACCESS EXCLUSIVE on public\.users and reads all of public\.users/,
      ),
    );
  });

  it('sees many rows changed at once', async () => {
    const setup = requiredCase.setup.replace('% 3', '% 2');
    const backfill = ["UPDATE users SET name = 'nobody' WHERE name IS NULL;", check, validate];
    expect(
      await wrongWith({ ...requiredCase, setup }, { expand: [bridge], backfill, contract: [require] }),
    ).toContainEqual(expect.stringMatching(/^\(b\) .*observed: it has changed 125\d rows in one transaction/));
  });

  it('sees batches that are one', async () => {
    const backfill = [{ alone: goodFill.replace('LIMIT 1000', 'LIMIT 100000') }, check, validate];
    expect(await wrongWith(requiredCase, { expand: [bridge], backfill, contract: [require] })).toContainEqual(
      '(b) nothing was done in two batches: either they are none, or the case has too few rows for two',
    );
  });
});

describe('(c) the code that runs meanwhile', () => {
  it('sees old code refused', async () => {
    const backfill = [{ alone: goodFill }, check, validate];
    expect(await wrongWith(requiredCase, { backfill, contract: [require] })).toContainEqual(
      expect.stringMatching(/^\(c\) the old code before migrations\/0004_step\.sql is refused: 23514/),
    );
  });

  it('sees values of the old code lost', async () => {
    const lost =
      "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.email := 'lost'; RETURN NEW; END $$;";
    const trigger = 'CREATE TRIGGER lose BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION lose();';
    const contract = ['DROP TRIGGER lose ON users; DROP FUNCTION lose();'];
    const lines = await wrongWith(indexCase, { expand: [`${lost}\n${trigger}`, { alone: goodIndex }], contract });
    expect(lines).toContainEqual(
      expect.stringMatching(/^\(a\) rows public\.users: 3 lost, 3 odd: lost .*@example\.org.*"old/),
    );
  });

  it('sees new code refused, and given what is wrong', async () => {
    const newCode = [
      "INSERT INTO users VALUES ({n}, 'x', 'y')",
      { query: 'SELECT count(*) AS c FROM users WHERE id = {n}', gives: [{ c: 1 }] },
    ];
    const expand = [{ alone: goodIndex }, 'ALTER TABLE users DISABLE TRIGGER USER;'];
    expect(await wrongWith({ ...indexCase, newCode }, { expand })).toEqual([]);
    const quiet = 'CREATE RULE quiet AS ON INSERT TO users DO INSTEAD NOTHING;';
    expect(await wrongWith({ ...indexCase, newCode }, { expand: [{ alone: goodIndex }, quiet] })).toContainEqual(
      '(c) the new code after the plan is given [{"c":0}], not [{"c":1}], by: SELECT count(*) AS c FROM users WHERE id = 9004',
    );
    const contract = ['ALTER TABLE users ADD CONSTRAINT never CHECK (false) NOT VALID;'];
    expect(await wrongWith({ ...indexCase, newCode }, { expand: [{ alone: goodIndex }], contract })).toContainEqual(
      expect.stringMatching(/^\(c\) the new code after the plan is refused: 23514/),
    );
  });
});

describe('(d) the linter', () => {
  it('sees a finding that is left', async () => {
    expect(await wrongWith(indexCase, { expand: [indexCase.migration] })).toContainEqual(
      expect.stringMatching(/^\(d\) migrations\/0002_step\.sql: require-concurrent-index: /),
    );
  });

  it('sees an error of another family that the original did not have', async () => {
    const contract = ['ALTER TABLE users DROP COLUMN name;'];
    expect(await wrongWith(indexCase, { expand: [{ alone: goodIndex }], contract })).toContainEqual(
      expect.stringMatching(/^\(d\) migrations\/0003_step\.sql: drop-column: /),
    );
  });

  it('sees a case that is not about what it says', async () => {
    const planCase = { ...indexCase, rules: ['drop-column'] };
    expect(await wrongWith(planCase, { expand: [{ alone: goodIndex }] })).toContain(
      '(d) the case says it is about drop-column, which does not find anything in it',
    );
  });
});

describe('(e) killed half-way and run again', () => {
  const killed = async (alone: string): Promise<readonly string[]> => wrongWith(indexCase, { expand: [{ alone }] });

  it('sees a build that meets what it left behind', async () => {
    const alone = 'CREATE INDEX CONCURRENTLY users_name_idx ON users (name);';
    expect(await killed(alone)).toContainEqual(
      expect.stringMatching(/^\(e\) migrations\/0002_step\.sql: killed half-way and run again, it fails: 42P07/),
    );
  });

  it('sees an invalid index taken for a good one', async () => {
    const alone = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS users_name_idx ON users (name);';
    expect(await killed(alone)).toEqual([
      expect.stringMatching(/^\(e\) index public\.users_name_idx: .* invalid=true$/),
    ]);
  });

  it('sees statements that cannot be repeated', async () => {
    const alone = `CREATE TABLE done (id integer);\n${goodIndex}\nDROP TABLE done;`;
    expect(await killed(alone)).toContainEqual(
      expect.stringMatching(/^\(e\) .*killed within 2 statements and run again, it fails: 42P07/),
    );
  });

  it('sees batches that do over what is done', async () => {
    const again = fill("coalesce(name, '') || '!'", 'id <= 2500');
    const planCase: PlanCase = {
      ...requiredCase,
      reference: {
        sql: "UPDATE users SET name = coalesce(name, '') || '!' WHERE id <= 2500; UPDATE users SET name = 'nobody' WHERE name IS NULL; ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
        because: 'it is wrong',
      },
    };
    const files: Files = {
      expand: [bridge],
      backfill: [{ alone: again }, { alone: goodFill }, check, validate],
      contract: [require],
    };
    const lines = await wrongWith(planCase, files);
    expect(lines.filter((line) => line.startsWith('(a)'))).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/^\(e\) rows public\.users: 2500 lost, 2500 odd/));
  });

  it('sees a transaction that cannot be repeated', async () => {
    const files: Files = {
      expand: [{ alone: goodIndex }, "SELECT setval('ids', nextval('ids') + 1) WHERE nextval('ids') < 3;"],
    };
    const planCase = { ...indexCase, setup: `${setup} CREATE SEQUENCE ids;` };
    expect(await wrongWith(planCase, files)).toEqual([]);
    const once = "DO $$ BEGIN IF nextval('ids') > 1 THEN RAISE EXCEPTION 'twice'; END IF; END $$;";
    expect(await wrongWith(planCase, { expand: [{ alone: goodIndex }, once] })).toContainEqual(
      expect.stringMatching(/^\(e\) migrations\/0003_step\.sql: rolled back and run again, it fails: P0001 twice/),
    );
  });
});

describe('what the harness stands on', () => {
  it('cuts a text where PostgreSQL would', () => {
    const text = "SELECT 'a;b'; -- c;d\nDO $$ BEGIN PERFORM 1; END $$; ALTER TABLE t ADD a int, ADD b int";
    expect(statementsOf(text).map((each) => each.text.replace(/;$/, ''))).toEqual([
      "SELECT 'a;b'",
      'DO $$ BEGIN PERFORM 1; END $$',
      'ALTER TABLE t ADD a int, ADD b int',
    ]);
  });
});
