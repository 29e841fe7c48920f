import type { PostgresVersion } from '../../../src/core/postgres-version.js';

/** One hazardous migration over a schema with rows, and the code that runs while its plan is carried out. */
export interface PlanCase {
  /** Stable and unique: `add-required-column`. */
  readonly name: string;
  /** The rules that find the hazard, which the plan repairs. */
  readonly rules: readonly string[];
  /** The first and the last version the case is about. */
  readonly since?: PostgresVersion;
  readonly until?: PostgresVersion;
  /** The schema before the migration, and its rows. Tables whose rows are changed in batches need two batches of them. */
  readonly setup: string;
  readonly migration: string;
  /** False when the runner runs the original outside a transaction. */
  readonly transaction?: false;
  /** What the user says with `--set`. */
  readonly answers?: Readonly<Record<string, string>>;
  /**
   * What is run to know the right end where the original cannot be: it fails on the rows there are, or needs an answer.
   * It must end in the same schema, which is held against the original over tables without rows; unless the original
   * fails whatever the tables hold (`always`).
   */
  readonly reference?: { readonly sql: string; readonly because: string; readonly always?: true };
  /** The statements of the code before the migration; they work in every state up to the end of the switch phase. */
  readonly oldCode?: readonly CodeStatement[];
  /** The statements of the code written for the new schema; they work from the end of the switch phase on. */
  readonly newCode?: readonly CodeStatement[];
  /** Columns (`public.users.token`) whose values are another in each run, such as random ones: only NULL or not counts. */
  readonly volatile?: readonly string[];
  /**
   * Where the plan knowingly ends elsewhere: beginnings of lines of the catalogue (`column public.users.total`) or
   * `rows public.users`, with the reason.
   */
  readonly differs?: Readonly<Record<string, Reason>>;
  /** Findings that the files of the plan may still give, by rule, with the reason. */
  readonly leaves?: Readonly<Record<string, Reason>>;
}

/** Why something is otherwise than one would expect; on these versions, when it is not on all. */
export type Reason =
  string | { readonly because: string; readonly since?: PostgresVersion; readonly until?: PostgresVersion };

/** The names of those that hold for a version. */
export function reasonsFor(
  reasons: Readonly<Record<string, Reason>> | undefined,
  version: PostgresVersion,
): readonly string[] {
  return Object.entries(reasons ?? {}).flatMap(([name, reason]) =>
    typeof reason === 'string' || holdsFor(reason, version) ? [name] : [],
  );
}

/**
 * A statement, or a query with the rows it must give (as JSON, columns by name). `{n}` stands for a number from 9001 on
 * that is another each time the code runs and the same in all statements of one run.
 */
export type CodeStatement = string | { readonly query: string; readonly gives: readonly unknown[] };

/** Cases that belong together on the page. One file of `cases/` each, as its default export. */
export interface PlanTopic {
  readonly title: string;
  readonly cases: readonly PlanCase[];
}

/** Whether the version has what the case is about. */
export function appliesTo(planCase: PlanCase, version: PostgresVersion): boolean {
  return holdsFor(planCase, version);
}

function holdsFor({ since, until }: Pick<PlanCase, 'since' | 'until'>, version: PostgresVersion): boolean {
  return (since === undefined || version >= since) && (until === undefined || version <= until);
}
