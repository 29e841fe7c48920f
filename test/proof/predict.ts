import type { Effect, FailsEffect, Held } from '../../src/core/effect.js';
import { effectsOfKind } from '../../src/core/effect.js';
import type { LockMode } from '../../src/core/lock.js';
import type { Migration } from '../../src/core/migration.js';
import type { ObjectKey } from '../../src/core/name.js';
import type { OperationKind } from '../../src/core/operation.js';
import type { PostgresVersion } from '../../src/core/postgres-version.js';
import type { Step } from '../../src/core/rule.js';
import { stepThrough } from '../../src/engine/steps.js';
import { operationsAsRun } from '../../src/engine/walk.js';
import { Replay } from '../../src/history/replay.js';
import { readSql } from '../../src/readers/sql/index.js';
import type { ProofCase } from './cases/case.js';
import { keepStrongest } from './strongest.js';
import { schemaSql } from './schema.js';

/** What a statement does that can be seen in the catalogue and in pg_locks. */
export interface Deeds {
  /** The strongest lock per relation. */
  readonly locks: Readonly<Record<ObjectKey, LockMode>>;
  readonly held: Held;
  readonly scanned: readonly ObjectKey[];
  readonly rewritten: readonly ObjectKey[];
  /** Indexes built again, of tables that are not rewritten. */
  readonly rebuilt: Readonly<Record<ObjectKey, readonly string[]>>;
}

/** What Lockstep says one statement does. */
export interface Prediction {
  readonly operations: readonly OperationKind[];
  /** All that was said. */
  readonly all: Deeds;
  /** What was said without reserve: nothing was unknown, and no IF or handler of a block decides whether it happens. */
  readonly sure: Deeds;
  readonly fails: readonly FailsEffect[];
  /** Problems of the reader, reasons of what was not understood, and what Lockstep would have to know. */
  readonly doubts: readonly string[];
}

/** Reads a case as a migration on top of the schema and collects the effects of its statement. */
export function predict({ sql, setup = [], transaction }: ProofCase, postgres: PostgresVersion): Prediction {
  const inside = transaction !== false;
  const statements = inside ? ['BEGIN', ...setup, sql, 'ROLLBACK'] : [...setup, sql];
  const migration = read('case.sql', statements.map((statement) => `${statement};\n`).join(''));
  const steps: Step[] = [];
  stepThrough(migration, inside ? sharedReplay(postgres) : replaySchema(postgres), postgres, (step) => {
    if (step.operation.statement === setup.length + (inside ? 1 : 0)) steps.push(step);
  });
  return collect(steps, migration.problems);
}

const shared = new Map<PostgresVersion, Replay>();

/** One replay per version serves all cases that roll back, as one database does. */
function sharedReplay(postgres: PostgresVersion): Replay {
  const replay = shared.get(postgres) ?? replaySchema(postgres);
  shared.set(postgres, replay);
  return replay;
}

function replaySchema(postgres: PostgresVersion): Replay {
  const replay = new Replay();
  replay.startDeploy();
  replay.startTransaction();
  const { up, problems } = read('schema.sql', schemaSql(postgres));
  for (const { message } of problems) throw new Error(`the schema of the proof: ${message}`);
  for (const operation of operationsAsRun(up)) replay.apply(operation);
  return replay;
}

function read(path: string, text: string): Migration {
  return readSql({ path, text }, { transaction: 'none' });
}

function collect(steps: readonly Step[], problems: readonly { readonly message: string }[]): Prediction {
  const effects = steps.flatMap((step) => step.effects);
  const sure = steps.filter(({ operation }) => operation.conditional !== true).flatMap((step) => step.effects);
  return {
    operations: steps.map(({ operation }) => operation.kind),
    all: deedsOf(effects),
    sure: deedsOf(sure.filter(({ unknown }) => unknown === undefined)),
    fails: steps.flatMap(({ operation, effects }) =>
      effectsOfKind(effects, 'fails').map((effect) => (operation.conditional ? { ...effect, certain: false } : effect)),
    ),
    doubts: [
      ...problems.map(({ message }) => message),
      ...steps.flatMap(({ operation }) => (operation.kind === 'opaque' ? [operation.reason] : [])),
      ...new Set(effects.flatMap(({ unknown }) => (unknown === undefined ? [] : [unknown]))),
    ],
  };
}

function deedsOf(effects: readonly Effect[]): Deeds {
  const locks: Record<ObjectKey, LockMode> = {};
  for (const { relation, mode } of effectsOfKind(effects, 'locks')) keepStrongest(locks, relation, mode);
  const rewrites = effectsOfKind(effects, 'rewrites');
  const rewritten = sorted(
    rewrites.filter((effect) => effect.indexesOnly === undefined).map(({ relation }) => relation),
  );
  const rebuilt: Record<ObjectKey, readonly string[]> = {};
  for (const { relation, indexesOnly = [] } of rewrites) {
    // The indexes of a table that is rewritten are written with it.
    if (indexesOnly.length > 0 && !rewritten.includes(relation)) {
      rebuilt[relation] = sorted([...(rebuilt[relation] ?? []), ...indexesOnly]);
    }
  }
  return {
    locks,
    held: effectsOfKind(effects, 'locks').reduce<Held>((longest, { held }) => longer(longest, held), 'brief'),
    scanned: sorted(effectsOfKind(effects, 'scans').map(({ relation }) => relation)),
    rewritten,
    rebuilt,
  };
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** From the shortest to the longest. */
export const durations: readonly Held[] = ['brief', 'scan', 'index-build', 'rewrite'];

function longer(a: Held, b: Held): Held {
  return durations.indexOf(a) >= durations.indexOf(b) ? a : b;
}
