/** A text of `sqlmigrate`, taken apart. */
export interface Printed {
  /** As Django hands them over: a line may hold two statements, a function body many lines. */
  readonly statements: readonly string[];
  /** What the operations call themselves and `(no-op)`, without the dashes, in their order. */
  readonly comments: readonly string[];
}

/**
 * Takes a text apart into statements and comments. A statement ends with a semicolon at the end of a line that is
 * within no quotes. `BEGIN;` and `COMMIT;` are statements like others.
 */
export function takeApart(text: string): Printed {
  const statements: string[] = [];
  const comments: string[] = [];
  let open: string[] = [];
  for (const line of text.split('\n')) {
    if (open.length === 0 && line.startsWith('--')) {
      const comment = line.slice(2).trim();
      if (comment !== '') comments.push(comment);
    } else if (open.length > 0 || line.trim() !== '') {
      open.push(line);
      const statement = open.join('\n');
      if (!statement.trimEnd().endsWith(';') || endsWithinQuotes(statement)) continue;
      // Django 3.2 ends what ends with blanks a second time.
      if (statement.trim() !== ';') statements.push(statement.trim());
      open = [];
    }
  }
  if (open.length > 0) statements.push(open.join('\n').trim());
  return { statements, comments };
}

const quoted =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|('|"|\/\*|\$(?:[A-Za-z_]\w*)?\$)/g;

function endsWithinQuotes(statement: string): boolean {
  return [...statement.matchAll(quoted)].some((match) => match[2] !== undefined);
}
