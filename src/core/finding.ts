import type { Effect } from './effect.js';
import type { OperationKind } from './operation.js';
import type { Span } from './span.js';

/** The five families of hazards, and `input` for what could not be read and for suppressions that are wrong. */
export type Family = 'locking' | 'data-loss' | 'branches' | 'compatibility' | 'transactions' | 'input';

export type Severity = 'error' | 'warning';

/** How far a rewrite may be trusted: `safe` may be applied unseen, `unsafe` needs a look, `display-only` has a hole. */
export type Applicability = 'safe' | 'unsafe' | 'display-only';

/** A replacement inside the file. An empty span inserts. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** The way out of a hazard that stays inside the file. Plans of several files join with the rewrites. */
export interface Rewrite {
  readonly title: string;
  readonly applicability: Applicability;
  readonly edits: readonly Edit[];
}

/** What a rule says about one operation. */
export interface Finding {
  readonly rule: string;
  readonly messageId: string;
  readonly data: Readonly<Record<string, string>>;
  readonly family: Family;
  readonly severity: Severity;
  readonly path: string;
  readonly span: Span;
  /** What happens. */
  readonly message: string;
  /** Why it hurts. */
  readonly why: string;
  /** What to do in its place. */
  readonly instead: string;
  /** The effects that are the evidence. */
  readonly effects: readonly Effect[];
  readonly rewrite?: Rewrite;
  readonly operation?: OperationKind;
  /** Stable across line shifts and across runs; unique in a report. */
  readonly fingerprint: string;
}
