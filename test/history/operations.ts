import { readSql } from '../../src/readers/sql/index.js';
import type { Operation } from '../../src/core/operation.js';
import { Replay } from '../../src/history/replay.js';

/** The operations of a script; await `loadSqlParser` before. */
export function operationsOf(text: string): readonly Operation[] {
  return readSql({ path: 'test.sql', text }).up;
}

/** Replays scripts, each as a deployment of its own. */
export function replayed(...scripts: readonly string[]): Replay {
  const replay = new Replay();
  for (const script of scripts) {
    replay.startDeploy();
    for (const operation of operationsOf(script)) replay.apply(operation);
  }
  return replay;
}

/** Replays one script of whose operations it is not known whether they ran, after one that did. */
export function replayedWithDoubt(certain: string, doubtful: string): Replay {
  const replay = replayed(certain);
  replay.startDeploy();
  for (const operation of operationsOf(doubtful)) replay.apply({ ...operation, conditional: true });
  return replay;
}
