import { quoteName } from '../state/names.js';
import type { SchemaEditor } from './editor.js';

/** `alter_db_table`: nothing when the name stays. */
export function alterTable(editor: SchemaEditor, from: string, to: string): void {
  if (from === to) return;
  editor.execute(`ALTER TABLE ${quoteName(from)} RENAME TO ${quoteName(to)}`, [], (database) => {
    database.renameTable(from, to);
  });
  editor.follow((statement) => {
    statement.renameTable(from, to);
  });
}
