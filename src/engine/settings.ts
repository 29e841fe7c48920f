import type { Severity } from '../core/finding.js';
import { append } from '../core/lists.js';
import type { OperationKind } from '../core/operation.js';
import type { PostgresVersion } from '../core/postgres-version.js';
import type { Rule } from '../core/rule.js';

/** A rule that is switched on, with what the configuration says of it. */
export interface ConfiguredRule {
  readonly rule: Rule;
  /** Undefined leaves it to the rule and its messages. */
  readonly severity: Severity | undefined;
  /** Complete: defaults are filled in. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** How one migration is judged. Build it once for all files it holds for: the engine keeps a dispatch table per object. */
export interface Settings {
  readonly postgres: PostgresVersion;
  readonly rules: readonly ConfiguredRule[];
  /** The ids of all rules there are, switched on or not: what a suppression may name. */
  readonly knownRules: ReadonlySet<string>;
  readonly unusedSuppressions: Severity | 'off';
  /** Whether a suppression must give its reason after `--`. */
  readonly requireReason: boolean;
}

/** The rules that want to see operations of one kind. */
export function rulesFor(settings: Settings, kind: OperationKind): readonly ConfiguredRule[] {
  return dispatchOf(settings).byKind.get(kind) ?? none;
}

/** The rules that want to see whole migrations. */
export function rulesForMigrations(settings: Settings): readonly ConfiguredRule[] {
  return dispatchOf(settings).whole;
}

/** The rules that want to see how migrations hang together. */
export function rulesForHistories(settings: Settings): readonly ConfiguredRule[] {
  return dispatchOf(settings).histories;
}

/** The rules that want to know what a down part leaves behind. */
export function rulesForDowns(settings: Settings): readonly ConfiguredRule[] {
  return dispatchOf(settings).downs;
}

interface Dispatch {
  readonly byKind: ReadonlyMap<OperationKind, readonly ConfiguredRule[]>;
  readonly whole: readonly ConfiguredRule[];
  readonly histories: readonly ConfiguredRule[];
  readonly downs: readonly ConfiguredRule[];
}

function dispatchOf(settings: Settings): Dispatch {
  let dispatch = dispatches.get(settings);
  if (dispatch === undefined) {
    const byKind = new Map<OperationKind, ConfiguredRule[]>();
    for (const configured of settings.rules) {
      for (const kind of configured.rule.operations) append(byKind, kind, configured);
    }
    dispatch = {
      byKind,
      whole: settings.rules.filter(({ rule }) => rule.checkMigration !== undefined),
      histories: settings.rules.filter(({ rule }) => rule.checkHistory !== undefined),
      downs: settings.rules.filter(({ rule }) => rule.checkDown !== undefined),
    };
    dispatches.set(settings, dispatch);
  }
  return dispatch;
}

const dispatches = new WeakMap<Settings, Dispatch>();
const none: readonly ConfiguredRule[] = [];
