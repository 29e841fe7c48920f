import type { PostgresVersion } from '../../../core/postgres-version.js';
import type { FileLabel, MigrationFormat } from '../../../rewrite/index.js';
import { fileNames } from '../../file-names.js';
import { djangoFormat } from './format.js';
import type { DjangoOrigin } from './origin.js';

/** How the files of one plan are written, read and named. */
export interface DjangoPlanning {
  readonly format: MigrationFormat;
  readonly paths: (labels: readonly FileLabel[]) => readonly string[];
}

/** The plans of a run: each goes on behind the last one of the same app, so that the app keeps one head. */
export class DjangoPlans {
  /** The path of the last file of a plan, by its directory. */
  readonly #last = new Map<string, string>();

  of(origin: DjangoOrigin, postgres: PostgresVersion): DjangoPlanning {
    const { path } = origin.migration.source;
    const directory = path.slice(0, path.lastIndexOf('/') + 1);
    const last = this.#last.get(directory);
    const behind = last === undefined ? origin : { ...origin, newest: last, heads: [nameOf(last)] };
    return {
      format: djangoFormat(behind, postgres),
      paths: (labels) => {
        // A module's name has letters, digits and underscores.
        const fitting = labels.map((each) => ({ ...each, label: each.label.toLowerCase().replace(/\W+/g, '_') }));
        const paths = fileNames(path, behind.newest, fitting);
        if (paths.length > 1) this.#last.set(directory, paths.at(-1) ?? path);
        return paths;
      },
    };
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.py$/, '');
}
