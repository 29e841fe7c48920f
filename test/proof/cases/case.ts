import type { PostgresVersion } from '../../../src/core/postgres-version.js';

/** One statement whose effects are observed. */
export interface ProofCase {
  /** Stable: other places cite it as "observed: case <id> of the proof". */
  readonly id: string;
  readonly sql: string;
  /** The first version that has what the case is about; on older ones it is not run. */
  readonly since?: PostgresVersion;
  readonly until?: PostgresVersion;
  /** The SQLSTATE it fails with on the schema of the proof, from and up to the versions where that has changed. */
  readonly fails?:
    | string
    | readonly string[]
    | { readonly code: string; readonly since?: PostgresVersion; readonly until: PostgresVersion };
  /** Minor releases that changed it alike in their majors; older minors are not held against. */
  readonly fixedIn?: readonly string[];
  /** Statements before it in the same transaction; the locks they hold are not counted. */
  readonly setup?: readonly string[];
  /** False when the statement refuses to run inside a transaction block, or is to be seen outside of one. */
  readonly transaction?: false;
  /** Needs CONCURRENTLY to work in the engine. */
  readonly concurrently?: true;
  /**
   * For statements outside a transaction, which locks a second session holds to make them stop so that the first
   * session's locks can be seen: `[mode, relation]`. The mode `read` stands for a query, which locks the indexes too.
   * Each gate is a run of its own.
   */
  readonly gates?: readonly (readonly [mode: string, relation: string])[];
  /** Why the failure cannot be foreseen: what it fails over is not in the history, and that is not proof of absence. */
  readonly unknowable?: string;
  /** For readers of the page. */
  readonly note?: string;
}

/** Cases that belong together on the page. */
export interface Topic {
  readonly title: string;
  readonly cases: readonly ProofCase[];
}

/** The SQLSTATEs a case may end in on a version; empty when it succeeds. */
export function expectedFailures({ fails }: ProofCase, version: PostgresVersion): readonly string[] {
  if (fails === undefined) return [];
  if (typeof fails === 'string') return [fails];
  if (!('code' in fails)) return fails;
  const { code, since = version, until } = fails;
  return version >= since && version <= until ? [code] : [];
}

/** Whether an engine of the version, `16.4`, still does what a later minor release has changed. */
export function isBeforeFix({ fixedIn = [] }: ProofCase, engine: string): boolean {
  const [major, minor] = numbersOf(engine);
  return fixedIn.some((release) => {
    const [fixedMajor, fixedMinor] = numbersOf(release);
    return major === fixedMajor && minor < fixedMinor;
  });
}

function numbersOf(version: string): readonly [major: number, minor: number] {
  const [major, minor] = version.split('.').map(Number);
  return [major ?? 0, minor ?? 0];
}

/** Whether the version has what the case is about. */
export function appliesTo({ since, until }: ProofCase, version: PostgresVersion): boolean {
  return (since === undefined || version >= since) && (until === undefined || version <= until);
}
