import type { Severity } from '../core/finding.js';
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
  let byKind = dispatch.get(settings);
  if (byKind === undefined) {
    byKind = new Map();
    for (const configured of settings.rules) {
      for (const wanted of configured.rule.operations) {
        const list = byKind.get(wanted);
        if (list === undefined) byKind.set(wanted, [configured]);
        else list.push(configured);
      }
    }
    dispatch.set(settings, byKind);
  }
  return byKind.get(kind) ?? none;
}

const dispatch = new WeakMap<Settings, Map<OperationKind, ConfiguredRule[]>>();
const none: readonly ConfiguredRule[] = [];
