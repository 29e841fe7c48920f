import type { Finding } from './finding.js';
import type { Comment, ReadProblem } from './migration.js';
import type { RunnerId } from './runner.js';
import type { Source } from './source.js';
import type { Span } from './span.js';

/**
 * The migrations of a project as its runner puts them in order: plain data, whatever the runner. Which migrations are
 * roots and heads is the runner's own verdict, because runners differ: a head of Django is a migration without a child
 * in its own app, a head of Alembic one that nobody names as its parent.
 */
export interface HistoryGraph {
  readonly runner: HistoryRunner;
  /** In the order of their names. */
  readonly namespaces: readonly HistoryNamespace[];
  /** Migrations that wait for each other in a circle, so that none of them can run. */
  readonly cycles: readonly HistoryCycle[];
}

/** The tool that runs the migrations, with its words. */
export interface HistoryRunner {
  readonly id: 'django' | 'sql' | RunnerId;
  /** As people write it: `Django`. */
  readonly name: string;
  /** What it calls a namespace: `app`, `directory`. */
  readonly namespaceNoun: string;
  /** A clause that says how it puts several heads together: `run ...`; absent where it has no way of its own. */
  readonly merge?: string;
  /** What it does with a new migration whose version another has that ran before; absent where versions may repeat. */
  readonly duplicates?: 'error' | 'skipped';
}

/** One line of history: an app, a directory. */
export interface HistoryNamespace {
  readonly name: string;
  /** As reports show it. */
  readonly directory: string;
  /** Its migrations, in the order in which they run. */
  readonly nodes: readonly HistoryNode[];
  /** Those that begin it, and those that end it. With one history there is one of each. */
  readonly roots: readonly HistoryNode[];
  readonly heads: readonly HistoryNode[];
  /** Whether a dependency could not be read, so that there may be fewer roots and heads than these. */
  readonly uncertain: boolean;
  /** What the runner says of several heads, in its own words. */
  readonly refusal?: string;
}

/** One migration. */
export interface HistoryNode {
  /** Unique in its namespace. */
  readonly id: string;
  readonly namespace: string;
  /** By which its runner tells migrations apart, where that is not the id. */
  readonly version?: string;
  readonly source: Source;
  readonly comments: readonly Comment[];
  /** What could not be read of it, so that it may have a wrong place. */
  readonly problems: readonly ReadProblem[];
  /** What stands for the whole migration in its file. */
  readonly span: Span;
  /** Whether it was asked for. Others are there for what they mean to it. */
  readonly judged: boolean;
  readonly links: readonly HistoryLink[];
}

/** A migration that another names. */
export interface HistoryLink {
  /** `parent` runs before the one that names it, `child` after it, `replaced` in its place on databases that have it. */
  readonly to: 'parent' | 'child' | 'replaced';
  /** The namespace and id that are meant; as they are written where nothing is found. */
  readonly namespace: string;
  readonly id: string;
  /**
   * `outside`: of code that is not at hand, so nothing can be said. `missing`: its namespace is known, and it is not in
   * it. `no-namespace`: nobody knows the namespace. `empty-namespace`: it has no migrations. `unread`: what is written
   * is computed.
   */
  readonly state: 'found' | 'outside' | 'missing' | 'no-namespace' | 'empty-namespace' | 'unread';
  readonly span: Span;
  /** What the runner says when it meets a link that leads nowhere, in its own words. */
  readonly refusal?: string;
}

export interface HistoryCycle {
  /** Each runs before the next, and the last before the first. */
  readonly nodes: readonly HistoryNode[];
  /** `order`: they wait for each other; `replacement`: each is to take the place of the next. */
  readonly of: 'order' | 'replacement';
  /** What the runner says, in its own words. */
  readonly refusal: string;
}

/** How people name a migration among those of several namespaces: `shop.0002_price`. */
export function nodeName({ namespace, id }: Pick<HistoryNode, 'namespace' | 'id'>): string {
  return `${namespace}.${id}`;
}

/** How the migrations of a run hang together, and what is wrong with it. */
export interface Branches {
  readonly histories: readonly HistoryGraph[];
  /** In the order of file, then position. */
  readonly findings: readonly Finding[];
  /** The sources findings point into, by path. */
  readonly sources: ReadonlyMap<string, Source>;
}
