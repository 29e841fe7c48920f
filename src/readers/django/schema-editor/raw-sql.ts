import type { DjangoSql, DjangoSqlText } from '../model.js';
import { NotEmulated } from '../state/not-emulated.js';
import type { SchemaEditor } from './editor.js';
import { describe, plainValue } from './field-values.js';
import { splitScript } from './script.js';

/** `RunSQL._run_sql`: a string is split at its semicolons, the items of a list run as they are. */
export function runSql(editor: SchemaEditor, sql: DjangoSql): void {
  if (sql.kind === 'noop') return;
  for (const text of sql.statements) runText(editor, text);
}

function runText(editor: SchemaEditor, text: DjangoSqlText): void {
  if (text.kind === 'unknown') throw new NotEmulated(text.reason);
  const content = text.kind === 'file' ? text.text : text.sql.text;
  if (content === undefined) throw new NotEmulated('the file with its SQL could not be read');
  if (text.splits) {
    for (const { sql, from, to } of splitScript(content)) editor.execute(sql, undefined, undefined, { text, from, to });
    return;
  }
  const parameters = text.kind === 'text' ? text.params : undefined;
  const values = parameters?.map(
    (value) => plainValue(value) ?? ({ type: 'assumed', reason: describe(value) } as const),
  );
  editor.execute(content, values, undefined, { text, from: 0, to: content.length });
}
