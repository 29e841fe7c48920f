export { loadPythonParser } from '../python/parse.js';
export { readDjangoMigration } from './migration.js';
export type { DjangoReadOptions } from './reading.js';
export type * from './model.js';
