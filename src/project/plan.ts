import path from 'node:path';
import type { Severity } from '../core/finding.js';
import { postgresVersions } from '../core/postgres-version.js';
import type { PostgresVersion } from '../core/postgres-version.js';
import type { Rule } from '../core/rule.js';
import { inputRules } from '../engine/input-rules.js';
import type { Config } from './configuration/config.js';
import { ConfigFinder } from './configuration/load.js';
import type { LoadedConfig } from './configuration/load.js';
import { SettingsResolver } from './configuration/settings.js';
import type { Overruling } from './configuration/settings.js';
import { noSuchRule } from './configuration/validate.js';
import type { KnownRules } from './configuration/validate.js';
import { discover, ignoredNote, notAMigration } from './discovery.js';
import type { Discovery } from './discovery.js';
import { UsageError } from './errors.js';
import { FolderRunners } from './folder-runners.js';
import { PythonMigrations } from './django/index.js';
import { historiesOf, wholeHistoriesOf } from './histories.js';
import { isPythonFile } from './paths.js';
import type { HistoryFiles } from './histories.js';

/** What to look at and how. Paths may be relative to `cwd`. */
export interface RunOptions {
  /** Files, directories and glob patterns. */
  readonly paths: readonly string[];
  /** The working directory, which reported paths are relative to. The process's own when left out. */
  readonly cwd?: string;
  /** A configuration or the path of one, in place of the nearest to each file. */
  readonly config?: string | Config;
  readonly postgres?: PostgresVersion;
  /** The version of Django whose SQL the migrations stand for, in place of what the project says. */
  readonly django?: string;
  /** Whether histories are taken whole, with what comes after the last file that was asked for. */
  readonly whole?: boolean;
  /** Only these rules: `drop-column`, or with a severity `drop-column:error`. */
  readonly only?: readonly string[];
  /** An SQL file the histories start from. */
  readonly schema?: string;
  /** A migration that is not on the disk. With a path it takes its place in that directory's history. */
  readonly stdin?: { readonly path?: string; readonly text: string | Buffer };
  /** What stands in place of what is on the disk, by absolute path. */
  readonly contents?: ReadonlyMap<string, Buffer>;
  /** Called after each file that was read. The run goes on when the promise it may return is fulfilled. */
  readonly onProgress?: (done: number, total: number) => Promise<void> | undefined;
  /** Called with sentences about what was left out and why. */
  readonly onNote?: (note: string) => void;
}

/** A run that is ready to go. */
export interface Plan {
  readonly cwd: string;
  readonly histories: readonly HistoryFiles[];
  readonly unreadable: Discovery['unreadable'];
  /** The content of standard input and of what takes the place of files, by the absolute path it stands for. */
  readonly contents: ReadonlyMap<string, Buffer>;
  resolverFor(file: string): Promise<SettingsResolver>;
  /** Absolute path of the schema file from the command line. */
  readonly schema: string | undefined;
}

/** How reports call standard input that was given no name. */
export const unnamedInput = '<stdin>';

/** Finds the files and the configuration of a run. Throws a UsageError when it cannot start. */
export async function planRun(options: RunOptions, rules: readonly Rule[]): Promise<Plan> {
  const cwd = path.resolve(options.cwd ?? process.cwd());
  const known: KnownRules = {
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    fixed: new Set(inputRules.map(({ id }) => id)),
  };
  const resolverFor = await resolvers(options, cwd, known);
  const isIgnored = async (file: string): Promise<boolean> => (await resolverFor(file)).isIgnored(file);
  const contents = new Map<string, Buffer>(options.contents);
  const python = new PythonMigrations(contents);
  const named = await namedInput(options, cwd, contents, isIgnored, python);
  const questions = { isIgnored, pythonMigrations: (files: readonly string[]) => python.find(files) };
  const { files: found, unreadable, notes } = await discover(options.paths, cwd, questions);
  for (const note of notes) options.onNote?.(note);
  const files = [...found, ...named];

  const django = await python.histories(files.filter(isPythonFile), { cwd, resolverFor, version: options.django });
  const sql = files.filter((file) => !isPythonFile(file) && !django.readByMigrations.has(file));
  const folders = new FolderRunners(resolverFor, contents);
  const histories = [
    ...(await (options.whole === true ? wholeHistoriesOf : historiesOf)(sql, folders)),
    ...django.histories,
  ];
  if (options.stdin !== undefined && options.stdin.path === undefined) {
    const file = path.join(cwd, unnamedInput);
    contents.set(file, Buffer.from(options.stdin.text));
    histories.push({ directory: cwd, files: [{ path: file, id: 'stdin', role: 'judged' }] });
  }
  const schema = options.schema === undefined ? undefined : path.resolve(cwd, options.schema);
  return { cwd, histories, unreadable, contents, resolverFor, schema };
}

async function namedInput(
  { stdin, onNote }: RunOptions,
  cwd: string,
  contents: Map<string, Buffer>,
  isIgnored: (file: string) => Promise<boolean>,
  python: PythonMigrations,
): Promise<string[]> {
  if (stdin?.path === undefined) return [];
  const file = path.resolve(cwd, stdin.path);
  if (await isIgnored(file)) {
    onNote?.(ignoredNote(file, cwd));
    return [];
  }
  contents.set(file, Buffer.from(stdin.text));
  if (isPythonFile(file) && !(await python.find([file])).has(file)) throw notAMigration(stdin.path);
  return [file];
}

/** One resolver per configuration, so that files share their settings. */
async function resolvers(
  options: RunOptions,
  cwd: string,
  known: KnownRules,
): Promise<(file: string) => Promise<SettingsResolver>> {
  const overruling = overrulingOf(options, known);
  const finder = new ConfigFinder(cwd, known);
  const { config } = options;
  const fixed = typeof config === 'string' ? await finder.load(config) : config && finder.use(config);
  const cache = new Map<LoadedConfig, SettingsResolver>();
  return async (file) => {
    const loaded = fixed ?? (await finder.configFor(file));
    let resolver = cache.get(loaded);
    if (resolver === undefined) {
      resolver = new SettingsResolver(loaded, known, overruling);
      cache.set(loaded, resolver);
    }
    return resolver;
  };
}

function overrulingOf({ postgres, only }: RunOptions, known: KnownRules): Overruling {
  if (postgres !== undefined && !postgresVersions.includes(postgres)) {
    throw new UsageError(
      `PostgreSQL ${String(postgres)} is not known. Known versions: ${postgresVersions.join(', ')}.`,
    );
  }
  return {
    ...(postgres === undefined ? {} : { postgres }),
    ...(only === undefined || only.length === 0
      ? {}
      : { onlyRules: new Map(only.map((text) => parseRule(text, known))) }),
  };
}

function parseRule(text: string, known: KnownRules): [string, Severity | undefined] {
  const [id = '', severity, ...rest] = text.split(':');
  if (!known.rules.has(id)) throw new UsageError(noSuchRule(id, known));
  if (severity === undefined) return [id, undefined];
  if ((severity === 'error' || severity === 'warning') && rest.length === 0) return [id, severity];
  throw new UsageError(`--rule ${text}: after the colon stands "error" or "warning".`);
}
