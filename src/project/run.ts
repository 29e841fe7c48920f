import { existsSync } from 'node:fs';
import path from 'node:path';
import type { HistoryGraph } from '../core/history-graph.js';
import type { Migration } from '../core/migration.js';
import type { InternalFailure } from '../core/report.js';
import type { Rule } from '../core/rule.js';
import { Replay } from '../history/replay.js';
import { loadSqlParser } from '../readers/sql/index.js';
import type { FileSettings, SettingsResolver } from './configuration/settings.js';
import type { DjangoHistory } from './django/histories.js';
import { UsageError } from './errors.js';
import { fileRunnerOf } from './folder-runners.js';
import type { FolderRunner } from './folder-runners.js';
import type { HistoryFile, HistoryFiles } from './histories.js';
import { planRun, unnamedInput } from './plan.js';
import type { Plan, RunOptions } from './plan.js';
import { displayPath } from './paths.js';
import { readMigration, unreadable } from './read.js';
import { startReading } from './reading.js';
import type { ReadJob, Reading } from './reading.js';
import { sqlHistory } from './sql-history.js';

/** What is done with each migration of a run. Whatever it throws is kept to the migration's file. */
export interface Visitor {
  /** How the migrations that come next hang together, where they say so themselves. */
  history?(graph: HistoryGraph, settings: FileSettings): void;
  /** A migration that was asked for, and whether the file that undoes it comes next. Takes it into the replay. */
  judged(migration: Migration, replay: Replay, settings: FileSettings, downFollows: boolean): void;
  /**
   * What the runner's own command prints for a migration that was asked for, where it has one (`sqlmigrate`): told before
   * the migration is, by the path that reports show. It takes time, and is worked out only when somebody wants it.
   */
  printed?(path: string, text: string): void;
  /** Set when migrations that were asked for are to be taken apart, so that where they come from must be remembered. */
  readonly takesApart?: true;
  /** An earlier sibling of one, or the schema the history starts from. Takes it into the replay. */
  replayed(migration: Migration, replay: Replay, settings: FileSettings): void;
  /**
   * A file that undoes another. It is not part of the history, which only goes forward: the replay, which shows the
   * schema it meets, must stay as it is.
   */
  down(migration: Migration, settings: FileSettings, replay: Replay): void;
  /** A directory that could not be listed, in the form of a migration with that problem. */
  unreadable(migration: Migration, settings: FileSettings): void;
  /** The schema file, before its replay: what could not be read in it must be reported. */
  schema(migration: Migration, settings: FileSettings): void;
}

/** What works out the SQL of Django is loaded when there is Django. */
async function startDjango(history: DjangoHistory, files: readonly HistoryFile[], visitor: Visitor): Promise<Reading> {
  const { DjangoReading } = await import('./django/reading.js');
  const judged = new Set(files.flatMap(({ path: file, role }) => (role === 'judged' ? [file] : [])));
  return new DjangoReading(
    history,
    visitor.printed === undefined ? undefined : { judged, printed: (file, text) => visitor.printed?.(file, text) },
    visitor.takesApart === true ? judged : new Set(),
  );
}

/** Plans a run while the parser is loading, which takes a third of the time of a small one. */
export async function prepareRun(options: RunOptions, rules: readonly Rule[]): Promise<Plan> {
  const [plan] = await Promise.all([planRun(options, rules), loadSqlParser()]);
  return plan;
}

/**
 * Walks through all histories of a plan, file by file, holding few migrations in memory at a time. Returns the files on
 * which the program itself failed.
 */
export async function run(
  plan: Plan,
  visitor: Visitor,
  onProgress: RunOptions['onProgress'],
): Promise<readonly InternalFailure[]> {
  const walk = new Walk(plan, visitor, onProgress);
  for (const { path: directory, reason } of plan.unreadable) await walk.unreadableDirectory(directory, reason);
  for (const history of plan.histories) await walk.history(history);
  return walk.failures;
}

/** A file of a history, and what is to be done with it. */
interface Task extends ReadJob {
  readonly role: HistoryFile['role'];
  readonly settings: FileSettings;
}

class Walk {
  readonly failures: InternalFailure[] = [];
  readonly #schemas = new Map<string, Migration>();
  readonly #total: number;
  #done = 0;

  constructor(
    readonly plan: Plan,
    readonly visitor: Visitor,
    readonly onProgress: RunOptions['onProgress'],
  ) {
    this.#total = plan.histories.reduce((sum, { files }) => sum + files.length, 0);
  }

  async unreadableDirectory(directory: string, reason: string): Promise<void> {
    const resolver = await this.plan.resolverFor(directory);
    const shownAs = displayPath(directory, this.plan.cwd);
    const file = { shownAs, id: path.basename(directory), namespace: shownAs };
    const message = `The directory could not be listed: ${reason}.`;
    this.visitor.unreadable(unreadable(file, '', { start: 0, end: 0 }, message), resolver.settingsFor(directory));
  }

  async history(history: HistoryFiles): Promise<void> {
    const { directory, files, django, sql } = history;
    const replay = new Replay();
    const first = files[0];
    if (first === undefined) return;
    const resolver = await this.plan.resolverFor(first.path);
    const schema = this.plan.schema ?? resolver.schema;
    if (schema !== undefined) this.#startFrom(schema, replay, resolver.settingsFor(schema));
    // A dump of the schema that lies beside the migrations is their start or their end, not one of them.
    const migrations = files.filter((file) => file.path !== schema);
    const namespace = displayPath(directory, this.plan.cwd);
    const tasks: Task[] = [];
    for (const file of migrations) {
      tasks.push(this.#task(file, namespace, await this.plan.resolverFor(file.path), sql));
    }
    const graph = history.graph ?? (sql === undefined ? undefined : sqlHistory(history, this.plan.cwd));
    if (graph !== undefined) this.visitor.history?.(graph, resolver.settingsFor(first.path));
    const reading =
      django === undefined
        ? await startReading(tasks.map(({ file, options }) => ({ file, options })))
        : await startDjango(django, files, this.visitor);
    this.#done += files.length - tasks.length;
    for (const [place, task] of tasks.entries()) {
      const next = tasks[place + 1];
      const downFollows = next?.role === 'read' && next.file.id === task.file.id;
      this.#visit(task, reading, replay, downFollows);
      const pause = this.onProgress?.(++this.#done, this.#total);
      if (pause !== undefined) await pause;
    }
    await reading.close();
  }

  #task(
    { path: file, id, role, ...own }: HistoryFile,
    directory: string,
    resolver: SettingsResolver,
    sql: FolderRunner | undefined,
  ): Task {
    const { namespace = directory } = own;
    const { cwd, contents } = this.plan;
    const bytes = contents.get(file);
    const isUnnamed = bytes !== undefined && file === path.join(cwd, unnamedInput);
    const shownAs = isUnnamed ? unnamedInput : displayPath(file, cwd);
    const settings = resolver.settingsFor(file);
    const toRead = { path: file, shownAs, id, namespace, ...(bytes === undefined ? {} : { bytes }) };
    const runner = sql === undefined ? undefined : fileRunnerOf(file, sql);
    if (runner === undefined) return { file: toRead, options: settings.read, role, settings };
    const withRunner: FileSettings = { ...settings, read: { ...settings.read, runner } };
    return { file: toRead, options: withRunner.read, role, settings: withRunner };
  }

  #visit({ file, role, settings }: Task, reading: Reading, replay: Replay, downFollows: boolean): void {
    try {
      const migration = reading.next();
      if (role === 'judged') this.visitor.judged(migration, replay, settings, downFollows);
      else if (role === 'replayed') this.visitor.replayed(migration, replay, settings);
      else this.visitor.down(migration, settings, replay);
    } catch (error) {
      this.failures.push({ path: file.shownAs, message: error instanceof Error ? error.message : String(error) });
    }
  }

  #startFrom(schema: string, replay: Replay, settings: FileSettings): void {
    const shownAs = displayPath(schema, this.plan.cwd);
    if (!existsSync(schema)) {
      throw new UsageError(`The schema file ${shownAs} does not exist.\nLooked for ${schema}.`);
    }
    let migration = this.#schemas.get(schema);
    if (migration === undefined) {
      migration = readMigration({ path: schema, shownAs, id: 'schema', namespace: shownAs }, settings.read);
      this.#schemas.set(schema, migration);
      this.visitor.schema(migration, settings);
    }
    this.visitor.replayed(migration, replay, settings);
  }
}
