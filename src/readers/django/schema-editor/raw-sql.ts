import type { DjangoSql, DjangoSqlText } from '../model.js';
import { NotEmulated } from '../state/not-emulated.js';
import type { SchemaEditor } from './editor.js';
import { describe, plainValue } from './field-values.js';
import { addRawNames } from './raw-names.js';

/** `RunSQL._run_sql`. On PostgreSQL a string runs as it is: `prepare_sql_script` of its backend splits nothing. */
export function runSql(editor: SchemaEditor, sql: DjangoSql): void {
  if (sql.kind === 'noop') return;
  for (const text of sql.statements) runText(editor, text);
}

function runText(editor: SchemaEditor, text: DjangoSqlText): void {
  if (text.kind === 'unknown') throw new NotEmulated(text.reason);
  const content = text.kind === 'file' ? text.text : text.sql.text;
  if (content === undefined) throw new NotEmulated('the file with its SQL could not be read');
  const parameters = text.kind === 'text' ? text.params : undefined;
  const values = parameters?.map(
    (value) => plainValue(value) ?? ({ type: 'assumed', reason: describe(value) } as const),
  );
  editor.execute(
    content,
    values,
    (database) => {
      addRawNames(database, content);
    },
    text,
  );
}
