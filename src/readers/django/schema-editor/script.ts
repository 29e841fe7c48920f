/** A statement of a script. */
export interface ScriptStatement {
  /** As it is run: without comments and blanks around it. */
  readonly sql: string;
  /** Its place in the script. */
  readonly from: number;
  readonly to: number;
}

const pieces =
  /'(?:[^'\\]|''|\\[\s\S])*'|"(?:[^"]|"")*"|(--[^\n]*\n?|\/\*[\s\S]*?\*\/)|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\2\$|;/g;

/**
 * Splits a script as Django does for a RunSQL of one string: `prepare_sql_script` splits with `sqlparse` and takes the
 * comments out.
 */
export function splitScript(script: string): readonly ScriptStatement[] {
  const statements: ScriptStatement[] = [];
  let from = 0;
  for (const piece of script.matchAll(pieces)) {
    if (piece[0] !== ';') continue;
    statements.push(statementOf(script, from, piece.index + 1));
    from = piece.index + 1;
  }
  statements.push(statementOf(script, from, script.length));
  return statements.filter(({ sql }) => sql !== '');
}

function statementOf(script: string, from: number, to: number): ScriptStatement {
  const written = script.slice(from, to);
  const sql = written
    .replace(pieces, (piece: string, comment: string | undefined) => (comment === undefined ? piece : ''))
    .trim();
  const lead = written.length - written.trimStart().length;
  return { sql, from: from + lead, to: from + written.trimEnd().length };
}
