import type { Session } from '../../proof/engines/engine.js';
import { must, tablesOf } from './world.js';

/** So many rows may be changed in one transaction: their locks are gone within a moment. */
export const mostRows = 1000;

/** Has every row that is written from now on noted with its transaction. */
export async function watchWrites(session: Session): Promise<void> {
  await must(session, 'CREATE SCHEMA proof_harness');
  await must(session, 'CREATE TABLE proof_harness.writes (transaction bigint)');
  await install(session, 'INSERT INTO proof_harness.writes VALUES (txid_current()); RETURN NULL;', 'AFTER');
}

/** How many rows each transaction wrote, in the order of the transactions. */
export async function writesPerTransaction(session: Session): Promise<readonly number[]> {
  return session.json<number[]>(`SELECT coalesce(json_agg(rows ORDER BY transaction), '[]')
    FROM (SELECT transaction, count(*) AS rows FROM proof_harness.writes GROUP BY transaction) batches`);
}

export async function stopWatchingWrites(session: Session): Promise<void> {
  await must(session, 'DROP SCHEMA proof_harness CASCADE');
}

/** Why something that was done in batches was not done in short ones. Triggers may write as much again elsewhere. */
export function batchComplaints(rows: readonly number[]): readonly string[] {
  const most = Math.max(0, ...rows);
  return most > 4 * mostRows ? [`it writes ${most} rows in one transaction`] : [];
}

/**
 * Has the server go down, so to say, at a row that is written from now on: the transaction it is in is lost, those
 * before it are not. Counted by a sequence, which no rollback takes back.
 */
export async function killAtRow(session: Session, row: number): Promise<void> {
  await must(session, 'CREATE SCHEMA proof_harness');
  await must(session, 'CREATE SEQUENCE proof_harness.rows');
  const body = `IF nextval('proof_harness.rows') >= ${row} THEN RAISE EXCEPTION '${killed}'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;`;
  await install(session, body, 'BEFORE');
}

/** Ends what `killAtRow` began. */
export async function stopKilling(session: Session): Promise<void> {
  await must(session, 'DROP SCHEMA proof_harness CASCADE');
}

export const killed = 'killed by the proof';

async function install(session: Session, body: string, when: 'BEFORE' | 'AFTER'): Promise<void> {
  const tables = await tablesOf(session);
  await must(
    session,
    `CREATE FUNCTION proof_harness.each_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`,
  );
  for (const table of tables) {
    if (table.startsWith('proof_harness.')) continue;
    // The last of the triggers, by its name.
    await must(
      session,
      `CREATE TRIGGER zzz_proof ${when} INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE PROCEDURE proof_harness.each_row()`,
    );
  }
}
