import type { Severity } from '../../core/finding.js';
import type { PostgresVersion } from '../../core/postgres-version.js';
import type { RunnerId } from '../../core/runner.js';
import type { SqlReadOptions } from '../../readers/sql/index.js';

/** How strongly a rule speaks; with a list, its options too: `["error", { "timeouts": "set-by-runner" }]`. */
export type RuleSetting = Severity | 'off' | readonly [Severity | 'off', Readonly<Record<string, unknown>>];

/** What may differ from file to file. */
export interface FileConfig {
  /** Settings of rules by their names. They come on top of the preset. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** The tool that runs the migrations; `auto` (the default) tells it by their names, marks and what lies beside them. */
  readonly runner?: 'auto' | RunnerId;
  /** What the runner wraps in a transaction: each file, nothing, or whatever the file shows. */
  readonly transaction?: 'auto' | 'file' | 'none';
  readonly postgres?: PostgresVersion;
  /** What the runner fills in before PostgreSQL sees it: the usual forms (`auto`), none, or regular expressions. */
  readonly placeholders?: NonNullable<SqlReadOptions['placeholders']>;
}

/** What cannot be read from the files of a Django project, or is read wrongly. */
export interface DjangoConfig {
  /** Which Django runs the migrations: `5.2`. It is found in lock files, requirements and migrations when left out. */
  readonly version?: string;
  /** The setting AUTH_USER_MODEL, where the settings compute it. */
  readonly authUserModel?: string;
  /** The setting DEFAULT_AUTO_FIELD, where the settings compute it. */
  readonly defaultAutoField?: string;
}

/** The configuration of Lockstep: `lockstep.config.{js,mjs,cjs,json}` or the key `lockstep` of package.json. */
export interface Config extends FileConfig {
  /** Editors look here for the JSON schema. */
  readonly $schema?: string;
  /** `recommended` (the default) or `strict`, which has every rule. */
  readonly preset?: 'recommended' | 'strict';
  /** Settings for the files that match a pattern; later ones win. */
  readonly overrides?: readonly (FileConfig & { readonly files: readonly string[] })[];
  /** Patterns of files that are not judged. They still count as history. */
  readonly ignore?: readonly string[];
  /** An SQL file (such as pg_dump --schema-only writes) that the history starts from, relative to the configuration. */
  readonly schema?: string;
  readonly django?: DjangoConfig;
  readonly unusedSuppressions?: Severity | 'off';
  /** Whether each suppression must say why. */
  readonly requireReason?: boolean;
  /** More warnings than this end in exit code 1. */
  readonly maxWarnings?: number;
}

/** Returns the configuration as it is: it only gives editors its type. */
export function defineConfig(config: Config): Config {
  return config;
}
