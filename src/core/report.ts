import type { Finding } from './finding.js';
import type { Source } from './source.js';

/** The result of a whole run, plain data. A reporter turns it into text. */
export interface Report {
  readonly version: string;
  readonly summary: Summary;
  /** In the order of file, then position. */
  readonly findings: readonly Finding[];
  /** The sources findings point into, by path, for code frames and positions. */
  readonly sources: ReadonlyMap<string, Source>;
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
