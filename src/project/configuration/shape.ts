import { postgresVersions } from '../../core/postgres-version.js';
import { runnerIds } from '../../core/runner.js';

/** What a value of the configuration may be. The checks, the JSON schema and their words all come from it. */
export type Shape =
  | { readonly kind: 'word'; readonly values: readonly (string | number)[] }
  | { readonly kind: 'text' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'count' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'object'; readonly keys: Readonly<Record<string, Key>>; readonly required?: readonly string[] }
  /** One of the words, or a list of regular expressions. */
  | { readonly kind: 'word-or-patterns'; readonly values: readonly string[] }
  /** The settings of rules, whose names and options the rules themselves declare. */
  | { readonly kind: 'rules' };

interface Key {
  readonly shape: Shape;
  readonly description: string;
}

const severityOrOff: Shape = { kind: 'word', values: ['off', 'warning', 'error'] };

const perFile: Readonly<Record<string, Key>> = {
  rules: {
    shape: { kind: 'rules' },
    description: 'Severities and options of rules by their names: "off", "warning", "error" or [severity, options].',
  },
  runner: {
    shape: { kind: 'word', values: ['auto', ...runnerIds] },
    description:
      'The tool that runs the SQL migrations. "auto" (the default) tells it by names, marks and what lies beside them.',
  },
  transaction: {
    shape: { kind: 'word', values: ['auto', 'file', 'none'] },
    description: 'What the runner wraps in a transaction: "file", "none", or "auto" for what the file itself shows.',
  },
  postgres: {
    shape: { kind: 'word', values: postgresVersions },
    description: 'The major version of PostgreSQL the migrations run on. The newest when left out.',
  },
  placeholders: {
    shape: { kind: 'word-or-patterns', values: ['auto', 'none'] },
    description:
      'What the runner fills in before PostgreSQL sees it: "auto" for the usual forms, "none", or regular expressions.',
  },
};

/** The whole configuration. `Config` is its type; a test holds the two together. */
export const configShape: Shape & { readonly kind: 'object' } = {
  kind: 'object',
  keys: {
    $schema: { shape: { kind: 'text' }, description: 'Where editors find the schema of this file.' },
    preset: {
      shape: { kind: 'word', values: ['recommended', 'strict'] },
      description: 'Which rules are on before "rules" is applied: "recommended" (the default), or "strict" for all.',
    },
    ...perFile,
    overrides: {
      shape: {
        kind: 'list',
        of: {
          kind: 'object',
          keys: {
            files: {
              shape: { kind: 'list', of: { kind: 'text' } },
              description: 'Glob patterns, relative to the configuration.',
            },
            ...perFile,
          },
          required: ['files'],
        },
      },
      description: 'Settings for the files that match a pattern. Later ones win.',
    },
    ignore: {
      shape: { kind: 'list', of: { kind: 'text' } },
      description: 'Glob patterns of files that are not judged. They still count as history.',
    },
    schema: {
      shape: { kind: 'text' },
      description: 'An SQL file (from pg_dump --schema-only) that the history starts from, relative to this file.',
    },
    django: {
      shape: {
        kind: 'object',
        keys: {
          version: {
            shape: { kind: 'text' },
            description:
              'Which Django runs the migrations, such as "5.2". Found in the files of the project when left out.',
          },
          authUserModel: {
            shape: { kind: 'text' },
            description: 'The setting AUTH_USER_MODEL, such as "users.User", where the settings compute it.',
          },
          defaultAutoField: {
            shape: { kind: 'text' },
            description: 'The setting DEFAULT_AUTO_FIELD, where the settings compute it.',
          },
        },
      },
      description: 'What cannot be read from the files of a Django project.',
    },
    unusedSuppressions: { shape: severityOrOff, description: 'How an unused suppression is reported.' },
    requireReason: { shape: { kind: 'boolean' }, description: 'Whether each suppression must say why.' },
    maxWarnings: { shape: { kind: 'count' }, description: 'More warnings than this end in exit code 1.' },
  },
};
