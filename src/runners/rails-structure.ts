import { someText } from './project-files.js';
import type { Runner } from './runner.js';

/** `db/structure.sql`: what Rails dumps after it has run its migrations in Ruby, and loads into a new database. */
export const railsStructure: Runner = {
  id: 'rails-structure',
  name: 'Rails (structure.sql)',
  sources: [
    'rails/rails: activerecord/lib/active_record/tasks/postgresql_database_tasks.rb (structure_dump, structure_load)',
  ],
  detect(folder) {
    if (!folder.files.includes('structure.sql')) return undefined;
    if (!/\bschema_migrations\b/.test(folder.text('structure.sql') ?? '')) return undefined;
    if (someText(folder, /^--\s*migrate:up\b/m)) return undefined;
    return { strength: 'likely', reason: 'structure.sql fills schema_migrations' };
  },
  fileOf: (path) =>
    /^(?:\w+_)?structure\.sql$/.test(path)
      ? { path, id: 'structure', version: undefined, part: 'baseline' }
      : undefined,
  compare: (a, b) => (a.path < b.path ? -1 : 1),
  behaviour: () => ({
    transaction: 'statement',
    withoutTransaction: 'statement',
    late: 'unknown',
    duplicate: 'unknown',
    edited: 'unknown',
  }),
};
