import path from 'node:path';
import type { Severity } from '../../core/finding.js';
import { newestPostgresVersion } from '../../core/postgres-version.js';
import type { PostgresVersion } from '../../core/postgres-version.js';
import type { Rule } from '../../core/rule.js';
import type { RunnerId } from '../../core/runner.js';
import type { ConfiguredRule, Settings } from '../../engine/judge.js';
import type { SqlReadOptions } from '../../readers/sql/index.js';
import { compileGlobs } from '../glob.js';
import { displayPath } from '../paths.js';
import type { FileConfig, RuleSetting } from './config.js';
import type { LoadedConfig } from './load.js';
import type { KnownRules } from './validate.js';

/** What the command line says over any configuration. */
export interface Overruling {
  readonly postgres?: PostgresVersion;
  /** Only these rules run; undefined as a severity leaves it to the configuration and the rule. */
  readonly onlyRules?: ReadonlyMap<string, Severity | undefined>;
}

/** What holds for one file. Files with equal configuration share one object. */
export interface FileSettings {
  readonly settings: Settings;
  readonly read: Pick<SqlReadOptions, 'transaction' | 'placeholders' | 'runner'>;
  /** What the configuration calls the runner of SQL migrations. */
  readonly runner: 'auto' | RunnerId;
}

/** Answers for each file of one configuration what holds for it. */
export class SettingsResolver {
  readonly isIgnored: (file: string) => boolean;
  readonly #overrides: readonly { readonly matches: (path: string) => boolean; readonly config: FileConfig }[];
  readonly #cache = new Map<string, FileSettings>();

  constructor(
    readonly loaded: LoadedConfig,
    readonly known: KnownRules,
    readonly overruling: Overruling,
  ) {
    const { config } = loaded;
    const { ignore = [] } = config;
    const ignored = compileGlobs(ignore);
    this.isIgnored = (file) => ignore.length > 0 && ignored(this.#relative(file));
    this.#overrides = (config.overrides ?? []).map((override) => ({
      matches: compileGlobs(override.files),
      config: override,
    }));
  }

  settingsFor(file: string): FileSettings {
    const relative = this.#overrides.length === 0 ? '' : this.#relative(file);
    const matching = this.#overrides.filter(({ matches }) => matches(relative));
    const key = matching.map((override) => this.#overrides.indexOf(override)).join(' ');
    let settings = this.#cache.get(key);
    if (settings === undefined) {
      settings = this.#build([this.loaded.config, ...matching.map(({ config }) => config)]);
      this.#cache.set(key, settings);
    }
    return settings;
  }

  /** The starting point of histories that the configuration names, as an absolute path. */
  get schema(): string | undefined {
    const { config, directory } = this.loaded;
    return config.schema === undefined ? undefined : path.resolve(directory, config.schema);
  }

  #relative(file: string): string {
    return displayPath(file, this.loaded.directory);
  }

  #build(layers: readonly FileConfig[]): FileSettings {
    const { config } = this.loaded;
    const merged: FileConfig = Object.assign({}, ...layers) as FileConfig; // Object.assign is typed as any for a list.
    const settings: Settings = {
      postgres: this.overruling.postgres ?? merged.postgres ?? newestPostgresVersion,
      rules: [...this.known.rules.values()].flatMap((rule) => this.#configure(rule, layers) ?? []),
      knownRules: new Set([...this.known.rules.keys(), ...this.known.fixed]),
      unusedSuppressions: config.unusedSuppressions ?? 'warning',
      requireReason: config.requireReason ?? false,
    };
    return {
      settings,
      read: { transaction: merged.transaction ?? 'auto', placeholders: merged.placeholders ?? 'auto' },
      runner: merged.runner ?? 'auto',
    };
  }

  /** Undefined when the rule is off. */
  #configure(rule: Rule, layers: readonly FileConfig[]): ConfiguredRule | undefined {
    const { onlyRules } = this.overruling;
    if (onlyRules !== undefined && !onlyRules.has(rule.id)) return undefined;
    let severity: Severity | 'off' | undefined =
      rule.strictOnly === true && this.loaded.config.preset !== 'strict' ? 'off' : undefined;
    const options: Record<string, unknown> = {};
    for (const [name, { default: value }] of Object.entries(rule.options)) options[name] = value;
    for (const layer of layers) {
      const setting = layer.rules?.[rule.id];
      if (setting === undefined) continue;
      severity = severityOf(setting);
      Object.assign(options, typeof setting === 'string' ? undefined : setting[1]);
    }
    // A rule that the command line names runs, whatever the configuration says.
    if (onlyRules !== undefined) severity = onlyRules.get(rule.id) ?? (severity === 'off' ? undefined : severity);
    return severity === 'off' ? undefined : { rule, severity, options };
  }
}

function severityOf(setting: RuleSetting): Severity | 'off' {
  return typeof setting === 'string' ? setting : setting[0];
}
