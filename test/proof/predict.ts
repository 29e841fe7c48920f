import type { FailsEffect, Held } from '../../src/core/effect.js';
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

/** What Lockstep says one statement does. */
export interface Prediction {
  readonly operations: readonly OperationKind[];
  /** The strongest lock per relation. */
  readonly locks: Readonly<Record<ObjectKey, LockMode>>;
  readonly held: Held;
  readonly scanned: readonly ObjectKey[];
  readonly rewritten: readonly ObjectKey[];
  readonly rebuilt: Readonly<Record<ObjectKey, readonly string[]>>;
  readonly fails: readonly FailsEffect[];
  /** Some of it stands in an IF, a loop or a handler: all of the above may happen, and none of it must. */
  readonly conditional: boolean;
  /** Why something was not understood, or what Lockstep would have to know. */
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
  const locks: Record<ObjectKey, LockMode> = {};
  const scanned = new Set<ObjectKey>();
  const rewritten = new Set<ObjectKey>();
  const rebuilt: Record<ObjectKey, string[]> = {};
  const fails: FailsEffect[] = [];
  const doubts = problems.map(({ message }) => message);
  let held: Held = 'brief';
  for (const { operation, effects } of steps) {
    if (operation.kind === 'opaque') doubts.push(operation.reason);
    for (const effect of effects) {
      if (effect.unknown !== undefined) doubts.push(effect.unknown);
      if (effect.kind === 'locks') {
        keepStrongest(locks, effect.relation, effect.mode);
        held = longer(held, effect.held);
      } else if (effect.kind === 'scans') scanned.add(effect.relation);
      else if (effect.kind === 'fails') fails.push(effect);
      else if (effect.kind === 'rewrites' && effect.indexesOnly === undefined) rewritten.add(effect.relation);
      else if (effect.kind === 'rewrites') (rebuilt[effect.relation] ??= []).push(...(effect.indexesOnly ?? []));
    }
  }
  // The indexes of a table that is rewritten are written with it.
  for (const relation of rewritten) Reflect.deleteProperty(rebuilt, relation);
  return {
    operations: steps.map(({ operation }) => operation.kind),
    locks,
    held,
    scanned: [...scanned].sort(),
    rewritten: [...rewritten].sort(),
    rebuilt: Object.fromEntries(Object.entries(rebuilt).map(([table, names]) => [table, [...new Set(names)].sort()])),
    fails,
    conditional: steps.some(({ operation }) => operation.conditional === true),
    doubts,
  };
}

const durations: readonly Held[] = ['brief', 'scan', 'index-build', 'rewrite'];

function longer(a: Held, b: Held): Held {
  return durations.indexOf(a) >= durations.indexOf(b) ? a : b;
}
