import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FileRunner } from '../core/runner.js';
import { recognize, runners } from '../runners/index.js';
import type { Folder, Runner, RunnerFile } from '../runners/index.js';
import { decode } from './decode.js';
import type { SettingsResolver } from './configuration/settings.js';

/** A directory of SQL migrations together with the runner it is for. */
export interface FolderRunner {
  readonly runner: Runner;
  readonly folder: Folder;
  /** Whether it is beyond doubt that this is the runner: the configuration says so, or a file that only it writes. */
  readonly certain: boolean;
}

/** What a runner takes a file for, by the file's absolute path; undefined when it leaves the file alone. */
export function runnerFileOf(file: string, { runner, folder }: FolderRunner): RunnerFile | undefined {
  return runner.fileOf(relativePath(file, folder), folder);
}

/** What the reader of a file is told of its runner; nothing when nobody knows it. */
export function fileRunnerOf(file: string, { runner, folder, certain }: FolderRunner): FileRunner | undefined {
  if (runner.id === 'plain') return undefined;
  const { transaction, withoutTransaction } = runner.behaviour(folder);
  const stated = runner.statedTransaction?.(relativePath(file, folder), folder);
  return { id: runner.id, transaction, withoutTransaction, certain, ...(stated === undefined ? {} : { stated }) };
}

/** Finds the runners of directories, each once. */
export class FolderRunners {
  readonly #found = new Map<string, FolderRunner>();

  constructor(
    readonly resolverFor: (file: string) => Promise<SettingsResolver>,
    readonly contents: ReadonlyMap<string, Buffer>,
  ) {}

  /**
   * @param directory absolute
   * @param file one of its migrations, whose configuration may name the runner
   */
  async of(directory: string, file: string): Promise<FolderRunner> {
    const configured = (await this.resolverFor(file)).settingsFor(file).runner;
    const key = `${configured} ${directory}`;
    let found = this.#found.get(key);
    if (found === undefined) {
      const folder = new DiskFolder(directory, this.contents);
      found = configured === 'auto' ? recognized(folder) : { runner: runners[configured], folder, certain: true };
      this.#found.set(key, found);
    }
    return found;
  }
}

function recognized(folder: Folder): FolderRunner {
  const { runner, sign } = recognize(folder);
  return { runner, folder, certain: sign?.strength === 'certain' };
}

function relativePath(file: string, folder: Folder): string {
  // The usual case, for every file of a directory: path.relative takes both paths to pieces.
  if (path.sep === '/' && file.startsWith(`${folder.path}/`)) return file.slice(folder.path.length + 1);
  return path.relative(folder.path, file).split(path.sep).join('/');
}

/** A directory on the disk, with what takes the place of its files. */
class DiskFolder implements Folder {
  readonly path: string;
  #files: readonly string[] | undefined;
  readonly #nearest = new Map<string, string | undefined>();

  constructor(
    readonly directory: string,
    readonly contents: ReadonlyMap<string, Buffer>,
  ) {
    this.path = directory.split(path.sep).join('/');
  }

  get files(): readonly string[] {
    this.#files ??= this.#list();
    return this.#files;
  }

  text(file: string): string | undefined {
    return this.#read(path.join(this.directory, file));
  }

  nearest(name: string): string | undefined {
    if (!this.#nearest.has(name)) this.#nearest.set(name, this.#search(name));
    return this.#nearest.get(name);
  }

  #search(name: string): string | undefined {
    for (let directory = this.directory; ; directory = path.dirname(directory)) {
      const text = this.#read(path.join(directory, name));
      // A project ends where its repository does.
      const isTop = existsSync(path.join(directory, '.git')) || path.dirname(directory) === directory;
      if (text !== undefined || isTop) return text;
    }
  }

  #list(): readonly string[] {
    const files = new Set<string>();
    for (const file of this.contents.keys()) {
      const relative = path.relative(this.directory, file).split(path.sep);
      if (relative[0] !== '..' && relative.length < 3) files.add(relative.join('/'));
    }
    for (const entry of entriesOf(this.directory)) {
      if (!entry.isDirectory()) files.add(entry.name);
      else if (entry.name !== 'node_modules' && !entry.name.startsWith('.')) {
        for (const inner of entriesOf(path.join(this.directory, entry.name))) {
          if (!inner.isDirectory()) files.add(`${entry.name}/${inner.name}`);
        }
      }
    }
    return [...files];
  }

  #read(file: string): string | undefined {
    let bytes = this.contents.get(file);
    try {
      bytes ??= readFileSync(file);
    } catch {
      // What is missing or may not be read tells nothing of a runner; a migration is read again, and the reason told.
      return undefined;
    }
    const decoded = decode(bytes);
    return decoded.ok ? decoded.text : undefined;
  }
}

/** A directory that may not be listed holds no sign of a runner. */
function entriesOf(directory: string): ReturnType<typeof listed> {
  try {
    return listed(directory);
  } catch {
    return [];
  }
}

function listed(directory: string) {
  return readdirSync(directory, { withFileTypes: true });
}
