import type { Effect } from './effect.js';
import type { Family, Rewrite, Severity } from './finding.js';
import type { HistoryGraph, HistoryNode } from './history-graph.js';
import type { Migration } from './migration.js';
import type { ObjectKey } from './name.js';
import type { ObjectDifference } from './object-difference.js';
import type { Operation, OperationKind, OperationOf } from './operation.js';
import type { OperationPlan, PlanContext } from './plan.js';
import type { PostgresVersion } from './postgres-version.js';
import type { Schema } from './schema.js';
import type { Span } from './span.js';
import type { LockMode } from './lock.js';

/**
 * What a rule says, in three sentences. `{{name}}` stands for a datum of the problem. Relations, columns and locks are
 * named; sentences are plain and complete.
 */
export interface Message {
  /** What happens. */
  readonly message: string;
  /** Why it hurts. */
  readonly why: string;
  /** What to do in its place. */
  readonly instead: string;
  /** When this message weighs differently from the rule's own severity. */
  readonly severity?: Severity;
}

/** What a rule decided about one operation or migration. */
export interface Problem<MessageId extends string = string> {
  readonly messageId: MessageId;
  readonly data: Readonly<Record<string, string>>;
  /** Where, when it is not the operation's own span. */
  readonly span?: Span;
  /** The evidence, when it is not all of the operation's effects that others feel. */
  readonly effects?: readonly Effect[];
  /** The operation the problem is about, for rules that look at a whole migration. */
  readonly operation?: Operation;
}

/** One operation at its place in the migration, with what was worked out about it. */
export interface Step {
  readonly operation: Operation;
  /** All its effects, also those on relations that nobody else can see yet. */
  readonly effects: readonly Effect[];
  /** The effects that other sessions feel: those on relations created by the same deployment or temporary are left out. */
  readonly felt: readonly Effect[];
  /** The transaction it runs in, numbered within the migration; undefined when the statement runs on its own. */
  readonly transaction: number | undefined;
  /** `lock_timeout` and `statement_timeout` in force, in milliseconds; 0 switched off, undefined not set by the migration. */
  readonly lockTimeout: number | undefined;
  readonly statementTimeout: number | undefined;
}

/** A lock that an earlier statement of the same transaction took and that is still held. */
export interface HeldLock {
  readonly relation: ObjectKey;
  readonly mode: LockMode;
  readonly takenBy: Operation;
}

/** What a rule may look at when it judges one operation. */
export interface OperationContext<Options> {
  /** The schema just before the operation. */
  readonly schema: Schema;
  readonly effects: readonly Effect[];
  readonly felt: readonly Effect[];
  /** Undefined when the operation runs outside a transaction. */
  readonly transaction: number | undefined;
  /** Locks on relations in use that earlier statements of this transaction hold, strongest per relation. */
  readonly held: readonly HeldLock[];
  /** The operations before this one in the same migration, oldest first. */
  readonly before: readonly Step[];
  readonly migration: Migration;
  readonly postgres: PostgresVersion;
  readonly options: Options;
}

/** What a rule may look at when it judges a whole migration. */
export interface MigrationContext<Options> {
  readonly steps: readonly Step[];
  readonly migration: Migration;
  /** The schema after the migration. */
  readonly schema: Schema;
  readonly postgres: PostgresVersion;
  readonly options: Options;
}

/** What a rule may look at when it judges how the migrations of a project hang together. */
export interface HistoryContext<Options> {
  readonly history: HistoryGraph;
  readonly options: Options;
}

/** What a rule may look at when it judges whether a migration is undone by its down part. */
export interface DownContext<Options> {
  /** What is not as it was before the migration once its down part has run as well. */
  readonly differences: readonly ObjectDifference[];
  readonly options: Options;
}

/** What a rule decided about a history. It is told at one of its migrations, one that was asked for. */
export interface HistoryProblem<MessageId extends string = string> extends Problem<MessageId> {
  readonly node: HistoryNode;
}

/** An option of a rule: its default says its type. */
export interface OptionDefinition<T = string | number | boolean | readonly string[]> {
  readonly default: T;
  readonly description: string;
  /** The words allowed, for a string with a fixed set of them. */
  readonly values?: readonly string[];
}

type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

/** The values a rule sees, from the definitions of its options. */
export type OptionValues<O extends OptionDefinitions> = {
  readonly [K in keyof O]: O[K]['default'] extends boolean
    ? boolean
    : O[K]['default'] extends number
      ? number
      : O[K]['default'] extends string
        ? string
        : readonly string[];
};

/** What all rules look like to the engine, whatever their types. */
export interface Rule {
  readonly id: string;
  readonly family: Family;
  readonly severity: Severity;
  /** Left out of the preset `recommended`; `strict` has every rule. */
  readonly strictOnly?: boolean;
  /** One line for tables and for `explain`. */
  readonly summary: string;
  readonly messages: Readonly<Record<string, Message>>;
  readonly options: OptionDefinitions;
  /** Kinds of operation `check` wants to see; it is not called for others. */
  readonly operations: readonly OperationKind[];
  check?(operation: Operation, context: OperationContext<Readonly<Record<string, unknown>>>): Problems;
  checkMigration?(context: MigrationContext<Readonly<Record<string, unknown>>>): Problems;
  checkHistory?(context: HistoryContext<Readonly<Record<string, unknown>>>): readonly HistoryProblem[];
  checkDown?(context: DownContext<Readonly<Record<string, unknown>>>): readonly Problem[];
  repair?(
    operation: Operation,
    problem: Problem,
    context: OperationContext<Readonly<Record<string, unknown>>>,
  ): Rewrite | undefined;
  plan?(operation: Operation, context: PlanContext): OperationPlan | undefined;
}

export type Problems<MessageId extends string = string> =
  Problem<MessageId> | readonly Problem<MessageId>[] | undefined;

/** A rule as its author writes it: `check` decides, `messages` say, `repair` mends in place, `plan` in several files. */
export interface RuleDefinition<
  K extends OperationKind,
  M extends Readonly<Record<string, Message>>,
  O extends OptionDefinitions,
> {
  readonly id: string;
  readonly family: Family;
  readonly severity: Severity;
  readonly strictOnly?: boolean;
  readonly summary: string;
  readonly messages: M;
  readonly options?: O;
  readonly operations?: readonly K[];
  check?(operation: OperationOf<K>, context: OperationContext<OptionValues<O>>): Problems<keyof M & string>;
  checkMigration?(context: MigrationContext<OptionValues<O>>): Problems<keyof M & string>;
  /** Called once for all migrations of a project, with what they say of each other. */
  checkHistory?(context: HistoryContext<OptionValues<O>>): readonly HistoryProblem<keyof M & string>[];
  /** Called for each migration that has a down part, or a file that undoes it. */
  checkDown?(context: DownContext<OptionValues<O>>): readonly Problem<keyof M & string>[];
  repair?(
    operation: OperationOf<K>,
    problem: Problem<keyof M & string>,
    context: OperationContext<OptionValues<O>>,
  ): Rewrite | undefined;
  /** Rules that meet the same operation name the same function of `src/plans`: one operation gets one plan. */
  plan?(operation: NoInfer<OperationOf<K>>, context: PlanContext): OperationPlan | undefined;
}

/** Types a rule while it is written and forgets its types afterwards, so that all rules fit one list. */
export function defineRule<
  const K extends OperationKind = never,
  const M extends Readonly<Record<string, Message>> = Readonly<Record<string, Message>>,
  const O extends OptionDefinitions = Record<never, never>,
>(definition: RuleDefinition<K, M, O>): Rule {
  // The engine calls `check` only with the kinds listed in `operations` and with options that were validated against
  // `options`, which is what makes this widening sound.
  return { options: {}, operations: [], ...definition } as unknown as Rule;
}
