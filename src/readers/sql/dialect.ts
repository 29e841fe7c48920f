import { tokenize } from './tokens.js';

/** Words and forms that only one other database has. They count outside strings and comments. */
const signs: readonly (readonly [string, RegExp])[] = [
  [
    'MySQL',
    /`[^`\n]+`|\bAUTO_INCREMENT\b|\bENGINE\s*=|\b(?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER)?(?:\s*\(\d+\))?\s+UNSIGNED\b|\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b|\bDEFAULT\s+CHARSET\b|\b(?:MODIFY|CHANGE)\s+COLUMN\b|^\s*DELIMITER\s+\S+\s*$|\bLOCK\s+TABLES\b|\b(?:TINYINT|MEDIUMTEXT|LONGTEXT)\b/im,
  ],
  [
    'SQL Server',
    /^\s*GO\s*(?:;\s*)?$|\[\w+\]\s*\.\s*\[\w+\]|\bNVARCHAR\b|\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)|\bUNIQUEIDENTIFIER\b|\bDATETIME2\b|\bEXEC(?:UTE)?\s+sp_\w+|\bBEGIN\s+TRAN\b|\b(?:TABLE|INTO|FROM|UPDATE)\s+\[\w+\]/im,
  ],
  ['SQLite', /\bAUTOINCREMENT\b|^\s*PRAGMA\s+\w+|\bWITHOUT\s+ROWID\b|\bINSERT\s+OR\s+(?:IGNORE|REPLACE)\b/im],
  ['Oracle', /\bN?VARCHAR2\s*\(|\bNUMBER\s*\(\s*\d+|\bSYSDATE\b|^\s*\/\s*$|\bCREATE\s+OR\s+REPLACE\s+PACKAGE\b/im],
];

/** The database whose SQL a text plainly is, if it is not PostgreSQL's. Ask only when PostgreSQL cannot parse it. */
export function otherDialect(text: string): string | undefined {
  const bare = withoutStrings(text);
  return signs.find(([, pattern]) => pattern.test(bare))?.[0];
}

/** The text with strings and comments blanked. */
function withoutStrings(text: string): string {
  let bare = '';
  let done = 0;
  for (const { kind, start, end } of tokenize(text)) {
    // A comment may hold line ends, which the patterns need.
    bare += text.slice(done, start).replace(/[^\n]/g, ' ');
    // Backticks and apostrophes pair up differently in MySQL, but names in double quotes are nobody's sign.
    bare +=
      kind === 'string' || kind === 'quoted' || kind === 'dollar' ? ' '.repeat(end - start) : text.slice(start, end);
    done = end;
  }
  return bare;
}
