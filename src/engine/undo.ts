import type { Migration } from '../core/migration.js';
import type { Operation } from '../core/operation.js';
import { objectDifferences } from '../history/object-differences.js';
import type { Replay } from '../history/replay.js';
import type { FindingCollector } from './findings.js';
import { rulesForDowns } from './settings.js';
import type { Settings } from './settings.js';
import { stepThrough } from './steps.js';

/** A migration that has run, and what undoes it: its own down part, or another file. */
export interface Undoing {
  readonly migration: Migration;
  /** The replay as it was before the migration. */
  readonly before: Replay;
  /** A replay after the migration, which is used up. */
  readonly after: Replay;
  /** The operations that undo it. */
  readonly down: readonly Operation[];
}

/** Whether anybody wants to know if a migration is undone. Finding out needs a copy of the schema. */
export function asksForUndoing(settings: Settings): boolean {
  return rulesForDowns(settings).length > 0;
}

/** Runs the rules that compare what a down part leaves behind with what there was before. */
export function judgeUndoing(
  { migration, before, after, down }: Undoing,
  settings: Settings,
  collector: FindingCollector,
): void {
  const [first] = down;
  // A down part that does nothing says that there is no way back; one that is not understood may do anything.
  if (first === undefined || ![...migration.up, ...down].every(isUnderstood)) return;
  const between = after.fork();
  stepThrough({ ...migration, up: down }, after, settings.postgres, () => undefined);
  const differences = objectDifferences(before.schema, between.schema, after.schema);
  for (const { rule, severity, options } of rulesForDowns(settings)) {
    for (const problem of rule.checkDown?.({ differences, options }) ?? []) {
      collector.add({ rule, severity, problem, operation: first, span: first.span, evidence: [] });
    }
  }
}

function isUnderstood({ kind }: Operation): boolean {
  return kind !== 'opaque' && kind !== 'run-code' && kind !== 'do-block';
}
