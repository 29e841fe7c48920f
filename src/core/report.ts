import type { Finding } from './finding.js';
import type { Rule } from './rule.js';
import type { Source } from './source.js';

/** The result of a whole run, plain data. A reporter turns it into text. */
export interface Report {
  readonly version: string;
  readonly summary: Summary;
  /** In the order of file, then position. */
  readonly findings: readonly Finding[];
  /** The sources findings point into, by path, for code frames and positions. */
  readonly sources: ReadonlyMap<string, Source>;
  /** The rules that could have spoken, for formats that describe them. */
  readonly rules: readonly RuleDescription[];
  /** Files that could not be judged because the program itself failed. The run then ends in exit code 2. */
  readonly failures: readonly InternalFailure[];
}

/** What a format may tell about a rule beside its findings. */
export type RuleDescription = Pick<Rule, 'id' | 'family' | 'severity' | 'summary' | 'plan'>;

/** An unexpected error of the program, kept to one file. */
export interface InternalFailure {
  readonly path: string;
  readonly message: string;
}

/** Counts that show nothing was skipped in silence. */
export interface Summary {
  readonly files: number;
  readonly migrations: number;
  readonly operations: number;
  readonly notUnderstood: number;
  readonly errors: number;
  readonly warnings: number;
  readonly suppressed: number;
  readonly baselined: number;
}
