import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeSystemError, UsageError } from '../errors.js';
import { displayPath } from '../paths.js';
import type { Config } from './config.js';
import { validateConfig } from './validate.js';
import type { KnownRules } from './validate.js';

/** A configuration and the directory its patterns and paths are relative to. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absolute. */
  readonly directory: string;
  /** The file it was read from, for messages; undefined when there is none and the defaults hold. */
  readonly file: string | undefined;
}

/** Names that look like ours and would otherwise be passed over in silence. */
const otherNames = ['ts', 'mts', 'cts', 'yaml', 'yml', 'toml'].map((ending) => `lockstep.config.${ending}`);
const fileNames = ['lockstep.config.js', 'lockstep.config.mjs', 'lockstep.config.cjs', 'lockstep.config.json'];

/**
 * Finds the configuration that holds for a file: the nearest `lockstep.config.*`, or package.json with a `lockstep`
 * key, in its directory or above. Each directory is looked into once.
 */
export class ConfigFinder {
  readonly #found = new Map<string, Promise<LoadedConfig>>();

  constructor(
    readonly cwd: string,
    readonly known: KnownRules,
  ) {}

  configFor(file: string): Promise<LoadedConfig> {
    return this.#inDirectory(path.dirname(file));
  }

  /** Reads the configuration that was named on the command line. Throws a UsageError when it is not there. */
  async load(file: string): Promise<LoadedConfig> {
    const absolute = path.resolve(this.cwd, file);
    if (!existsSync(absolute)) {
      throw new UsageError(`The configuration ${file} does not exist.\nLooked for ${absolute}.`);
    }
    const value = await readValue(absolute, displayPath(absolute, this.cwd));
    const isPackage = path.basename(absolute) === 'package.json';
    return this.#checked(isPackage ? lockstepKey(value) : value, absolute);
  }

  /** Checks a configuration that was handed over as a value. */
  use(config: Config): LoadedConfig {
    return { ...this.#checked(config, path.join(this.cwd, 'the configuration given')), file: undefined };
  }

  #inDirectory(directory: string): Promise<LoadedConfig> {
    let found = this.#found.get(directory);
    if (found === undefined) {
      found = this.#search(directory);
      this.#found.set(directory, found);
    }
    return found;
  }

  async #search(directory: string): Promise<LoadedConfig> {
    const present = fileNames.filter((name) => existsSync(path.join(directory, name)));
    if (present.length > 1) {
      throw new UsageError(
        `Two configurations in ${displayPath(directory, this.cwd)}: ${present.join(' and ')}. Keep one of them.`,
      );
    }
    if (present[0] !== undefined) return this.load(path.join(directory, present[0]));
    const other = otherNames.find((name) => existsSync(path.join(directory, name)));
    if (other !== undefined) {
      const shown = displayPath(path.join(directory, other), this.cwd);
      throw new UsageError(`${shown} is not read. Name it one of ${fileNames.join(', ')}.`);
    }
    const manifest = path.join(directory, 'package.json');
    if (existsSync(manifest)) {
      const value = packageSetting(manifest, displayPath(manifest, this.cwd));
      if (value !== undefined) return this.#checked(value, manifest);
    }
    const above = path.dirname(directory);
    return above === directory ? { config: {}, directory: this.cwd, file: undefined } : this.#inDirectory(above);
  }

  #checked(value: unknown, file: string): LoadedConfig {
    const result = validateConfig(value, this.known);
    if (result.ok) return { config: result.config, directory: path.dirname(file), file };
    const shown = displayPath(file, this.cwd);
    throw new UsageError(result.problems.map((problem) => `${shown}: ${problem}`).join('\n'));
  }
}

/** The `lockstep` key of a package.json. One that does not speak of us may be as broken as it likes. */
function packageSetting(file: string, shown: string): unknown {
  const text = readText(file, shown);
  return text.includes('"lockstep"') ? lockstepKey(parseJson(text, shown)) : undefined;
}

function lockstepKey(manifest: unknown): unknown {
  return typeof manifest === 'object' && manifest !== null && 'lockstep' in manifest ? manifest.lockstep : undefined;
}

async function readValue(absolute: string, shown: string): Promise<unknown> {
  if (!/\.(?:js|mjs|cjs|json)$/.test(absolute)) {
    throw new UsageError(`${shown} cannot be a configuration: it must end in .js, .mjs, .cjs or .json.`);
  }
  if (absolute.endsWith('.json')) return parseJson(readText(absolute, shown), shown);
  let module: { readonly default?: unknown };
  try {
    // A module namespace is an object; whether its default export is a configuration is checked by the caller.
    module = (await import(pathToFileURL(absolute).href)) as { readonly default?: unknown };
  } catch (error) {
    throw new UsageError(`${shown} could not be loaded: ${describeSystemError(error)}`);
  }
  if (module.default === undefined) {
    throw new UsageError(`${shown} exports no configuration. Write "export default defineConfig({ ... })".`);
  }
  return module.default;
}

function readText(absolute: string, shown: string): string {
  try {
    return readFileSync(absolute, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UsageError(`${shown} could not be read: ${describeSystemError(error)}.`);
  }
}

function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${shown} is not valid JSON: ${describeSystemError(error)}`);
  }
}
