import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BatchedChange } from '../../src/core/plan.js';
import { canCommitInBlock, printBatchScript, printBatchedChange } from '../../src/writers/sql/batched-change.js';
import type { Engine, FreshCopy, Session } from '../proof/engines/engine.js';
import { installations, startServer } from '../proof/engines/server.js';

const [installation] = installations();

/** What takes more than one connection, or psql itself. */
describe.skipIf(installation === undefined)('batches on a server', () => {
  let engine: Engine;
  let copy: FreshCopy;
  let blocker: Session;
  let monitor: Session;
  let options: { postgres: Engine['version']; rows: number };

  beforeAll(async () => {
    if (installation === undefined) return;
    engine = await startServer(installation);
    copy = await engine.fresh();
    if (copy.others === undefined) throw new Error('a server gives several connections');
    ({ blocker, monitor } = copy.others);
    options = { postgres: engine.version, rows: 10 };
  });

  afterAll(async () => {
    await copy.drop();
    await engine.close();
  });

  beforeEach(async () => {
    await run(
      copy.session,
      `DROP TABLE IF EXISTS batched; CREATE TABLE batched (id integer, "B" text, word text, PRIMARY KEY (id, "B"));
      INSERT INTO batched SELECT n, 'b', 'w%' || n FROM generate_series(1, 95) AS n`,
    );
  });

  const upper: BatchedChange = {
    kind: 'batched-change',
    table: { name: 'batched' },
    change: [{ column: 'word', value: { text: 'upper(word)' } }],
    where: { text: "word IS DISTINCT FROM upper(word) AND word LIKE '_%%'" },
    key: ['id', 'B'],
  };

  async function run(session: Session, sql: string): Promise<void> {
    expect(await session.run(sql)).toBeUndefined();
  }

  async function todo(session: Session = monitor): Promise<number> {
    return session.json('SELECT to_json(count(*)) FROM batched WHERE word IS DISTINCT FROM upper(word)');
  }

  it('psql runs the script, each batch a transaction', async () => {
    // The script makes its psql stop at errors, which the other session is to survive.
    await run(blocker, printBatchScript(upper, options));
    expect(await todo()).toBe(0);
    expect(await monitor.json('SELECT to_json(count(DISTINCT xmin::text)) FROM batched')).toBe(10);
  });

  it.each([14, 13] as const)('psql walks a table without a key as PostgreSQL %i can', async (postgres) => {
    if (engine.version < postgres) return;
    await run(copy.session, 'ALTER TABLE batched DROP CONSTRAINT batched_pkey');
    await run(blocker, printBatchScript({ ...upper, key: [] }, { ...options, postgres }));
    expect(await todo()).toBe(0);
  });

  it('commits batch by batch, waits for the rows of others and keeps what they wrote', async ({ skip }) => {
    if (!canCommitInBlock(engine.version)) skip();
    await run(blocker, "BEGIN; UPDATE batched SET word = 'theirs' WHERE id = 15");
    const running = copy.session.run(printBatchedChange(upper, options));
    await pause(500);
    expect(await todo()).toBe(85);
    // Longer than the lock_timeout of a batch, so that one is refused and tried again.
    await pause(5200);
    await run(blocker, 'COMMIT');
    expect(await running).toBeUndefined();
    expect(await todo()).toBe(0);
    expect(await monitor.json('SELECT to_json(word) FROM batched WHERE id = 15')).toBe('THEIRS');
  }, 30_000);

  it('keeps what was done when a statement_timeout ends it, and goes on from there', async ({ skip }) => {
    if (!canCommitInBlock(engine.version)) skip();
    const block = printBatchedChange(upper, options);
    await run(copy.session, "SET statement_timeout = '200ms'");
    expect(await copy.session.run(block)).toMatchObject({ code: '57014' });
    const left = await todo();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(95);
    await run(copy.session, 'RESET statement_timeout');
    await run(copy.session, block);
    expect(await todo()).toBe(0);
  });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
