import type { Expression } from './expression.js';
import type { Applicability } from './finding.js';
import type { TransactionMode } from './migration.js';
import type { QualifiedName } from './name.js';
import type { Operation, StatementDraft } from './operation.js';
import type { PostgresVersion } from './postgres-version.js';
import type { Schema } from './schema.js';

/**
 * The deployable steps of a plan, in the order they are taken. `expand`: the schema learns what the new code needs, and
 * the old code does not notice. `backfill`: rows that exist get their new values. `switch`: the new code takes over.
 * `contract`: what only the old code needed, or could not have stood, is taken away or enforced.
 */
export type PhaseName = 'expand' | 'backfill' | 'switch' | 'contract';

export const phaseNames: readonly PhaseName[] = ['expand', 'backfill', 'switch', 'contract'];

/**
 * A change of many rows, cut into batches that commit one by one. It can be stopped and started again at any time:
 * `where` no longer holds for rows that are done.
 */
export interface BatchedChange {
  readonly kind: 'batched-change';
  readonly table: QualifiedName;
  /** What the expressions call the table, where it is not its name. */
  readonly alias?: string;
  /** Other tables the expressions speak of, as written after FROM of an UPDATE or USING of a DELETE. */
  readonly from?: string;
  /** The rows get these values; with `delete` they go. */
  readonly change: readonly Assignment[] | 'delete';
  /** The rows that are still to do. */
  readonly where: Expression;
  /** The columns of a key without NULLs, by whose order the table is walked; empty when none is known. */
  readonly key: readonly string[];
}

export interface Assignment {
  readonly column: string;
  readonly value: Expression;
}

/** One statement of a plan, or one change that a writer cuts into batches. */
export type PlannedWork = StatementDraft | BatchedChange;

export function isBatched(work: PlannedWork): work is BatchedChange {
  return 'kind' in work;
}

/** Work that belongs together in one file: it shares a transaction, or each statement of it commits on its own. */
export interface PlanStep {
  readonly phase: PhaseName;
  /** A few words with underscores, for the name of the file: `validate_users_email_check`. */
  readonly label: string;
  /** A sentence for the head of the file: what it does, and why so. */
  readonly purpose: string;
  /** `none` for what PostgreSQL refuses inside a transaction block; such work must stand being run again half-way. */
  readonly transaction: TransactionMode;
  readonly work: readonly PlannedWork[];
  /** What rules would still say of it although the plan has seen to it: the file suppresses them and says why. */
  readonly accepts?: readonly Acceptance[];
}

/** A rule whose finding a plan answers for. */
export interface Acceptance {
  readonly rule: string;
  /** Why it is no hazard at its place in the plan, as the reason of a suppression. */
  readonly reason: string;
}

/** What only the user can know, such as the value existing rows get. Until it is filled the plan is `display-only`. */
export interface Hole {
  /** As `--set` names it: `users.email`. */
  readonly name: string;
  /** What is asked, as a phrase: `the value of users.email for rows that exist`. */
  readonly question: string;
}

/** The way out of what one operation does, in as many files as it takes. */
export interface OperationPlan {
  /** What it comes to, as a short sentence without a full stop: `Build the index CONCURRENTLY`. */
  readonly title: string;
  /** In the order they are taken; phases never go backwards. */
  readonly steps: readonly PlanStep[];
  /** Other operations of the migration whose work the steps do as well, so that they are left out where they stood. */
  readonly replaces?: readonly Operation[];
  /** Set when what follows in the migration must wait until all steps are through: it renames or drops what they use. */
  readonly first?: true;
  /** Per phase what to deploy or to check when it has run, before the next one. */
  readonly deploy: Readonly<Partial<Record<PhaseName, string>>>;
  /** Why the schema knowingly ends otherwise than the original's. A sentence. */
  readonly differs?: string;
  /** What the user should know: where the result differs, which choice was made and why. Sentences. */
  readonly notes: readonly string[];
  readonly holes: readonly Hole[];
}

/** What the author of a plan may look at. */
export interface PlanContext {
  /** The schema just before the operation. */
  readonly schema: Schema;
  readonly postgres: PostgresVersion;
  /** Expressions the user gave for holes, by their names. */
  readonly answers: ReadonlyMap<string, string>;
  /** All operations of the migration, in order; absent when the operation is looked at by itself. */
  readonly operations?: readonly Operation[];
}

/** One file of a plan before it is printed in the language of its format. */
export interface FileDraft {
  /** Sentences for its head. */
  readonly purpose: readonly string[];
  readonly transaction: TransactionMode;
  /** Limits for the statements others wait for, where the runner does not set them. */
  readonly timeouts: Timeouts | undefined;
  readonly accepts: readonly Acceptance[];
  readonly parts: readonly FilePart[];
}

/** Values as PostgreSQL takes them: `5s`. */
export interface Timeouts {
  readonly lock: string;
  readonly statement: string;
}

/** What stands in a file: statements and comments of the original as they were written, or work that a plan thought of. */
export type FilePart =
  | { readonly kind: 'kept'; readonly text: string }
  | { readonly kind: 'comment'; readonly text: string }
  | {
      readonly kind: 'work';
      readonly work: PlannedWork;
      /** What the framework's own record of the schema learns with it, as its operations are written. */
      readonly state?: readonly string[];
    }
  /** An operation in the words of the format that does what a plan thought of. */
  | { readonly kind: 'native'; readonly text: string };

/** One file of a plan as its runner will read it. */
export interface PlanFile {
  /** As the original's path is shown. */
  readonly path: string;
  /** Whether the runner runs the file in a transaction. */
  readonly transaction: boolean;
  readonly text: string;
}

export interface Phase {
  readonly name: PhaseName;
  /** What to deploy or to check before the next phase. */
  readonly deploy: string;
  readonly files: readonly PlanFile[];
}

/** The way out of all hazards of one migration that have one. */
export interface Plan {
  /** The path of the original, whose place the first file takes. */
  readonly path: string;
  readonly titles: readonly string[];
  /** Fingerprints of the findings it does away with. */
  readonly findings: readonly string[];
  readonly applicability: Applicability;
  readonly phases: readonly Phase[];
  readonly notes: readonly string[];
  readonly holes: readonly Hole[];
}
