import type { SettingsResolver } from '../configuration/settings.js';
import type { HistoryFiles } from '../histories.js';
import type { ProjectHistories } from './histories.js';
import type { FoundProjects } from './projects.js';

/** How the histories of Python migrations are made. */
export interface PythonOptions {
  readonly cwd: string;
  readonly resolverFor: (file: string) => Promise<SettingsResolver>;
  /** The version of Django from the command line. */
  readonly version: string | undefined;
}

/** The Python files of a run. What reads them is loaded when there are any. */
export class PythonMigrations {
  #found: FoundProjects | undefined;

  /** @param contents what stands in place of what is on the disk, by absolute path */
  constructor(readonly contents: ReadonlyMap<string, Buffer>) {}

  /** Which of some Python files, by absolute path, are migrations. */
  async find(files: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set((await this.#projectsOf(files)).migrations.keys());
  }

  /** The histories of files that are migrations, with the rest of the projects they belong to. */
  async histories(files: readonly string[], options: PythonOptions): Promise<ProjectHistories> {
    const readByMigrations = new Set<string>();
    if (files.length === 0) return { histories: [], readByMigrations };
    const { migrations, projects } = await this.#projectsOf(files);
    const { djangoHistories } = await import('./histories.js');
    const histories: HistoryFiles[] = [];
    for (const project of projects) {
      const wanted = new Set(files.filter((file) => migrations.get(file) === project));
      const [first] = wanted;
      if (first === undefined) continue;
      const { django = {} } = (await options.resolverFor(first)).loaded.config;
      const config = options.version === undefined ? django : { ...django, version: options.version };
      const found = djangoHistories(project, wanted, { cwd: options.cwd, contents: this.contents, config });
      histories.push(...found.histories);
      for (const file of found.readByMigrations) readByMigrations.add(file);
    }
    return { histories, readByMigrations };
  }

  async #projectsOf(files: readonly string[]): Promise<FoundProjects> {
    if (this.#found === undefined || files.some((file) => this.#found?.migrations.has(file) === false)) {
      const { findProjects } = await import('./projects.js');
      this.#found = await findProjects(files, this.contents);
    }
    return this.#found;
  }
}
