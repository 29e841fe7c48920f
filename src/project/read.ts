import type { Migration } from '../core/migration.js';
import type { Span } from '../core/span.js';
import { readSql } from '../readers/sql/index.js';
import type { SqlReadOptions } from '../readers/sql/index.js';
import { readBytes } from './bytes.js';
import { decode } from './decode.js';
import { describeSystemError } from './errors.js';

/** Which file to read, and how reports call it. */
export interface FileToRead {
  /** Absolute. */
  readonly path: string;
  readonly shownAs: string;
  readonly id: string;
  /** What belongs to one line of history: its directory. */
  readonly namespace: string;
  /** The content, when it does not come from the disk. */
  readonly bytes?: Buffer;
}

/** A file whose text has been read and parsed. */
export interface ParsedFile {
  readonly text: string;
  /** What `parseAhead` made of the text. */
  readonly tree: string | undefined;
}

/**
 * Reads a migration file, or goes on where another thread has parsed it. Whatever is wrong with it (missing, forbidden,
 * not text) is a problem of the migration.
 */
export function readMigration(
  file: FileToRead,
  options: Pick<SqlReadOptions, 'transaction' | 'placeholders' | 'runner'>,
  parsed?: ParsedFile,
): Migration {
  if (parsed !== undefined) return readParsed(file, options, parsed);
  let bytes: Buffer;
  try {
    bytes = file.bytes ?? readBytes(file.path);
  } catch (error) {
    return unreadable(file, '', { start: 0, end: 0 }, `The file could not be read: ${describeSystemError(error)}.`);
  }
  const decoded = decode(bytes);
  if (!decoded.ok) return unreadable(file, decoded.text, decoded.span, decoded.message);
  return readParsed(file, options, { text: decoded.text, tree: undefined });
}

function readParsed(
  { id, namespace, shownAs }: FileToRead,
  options: Pick<SqlReadOptions, 'transaction' | 'placeholders' | 'runner'>,
  { text, tree }: ParsedFile,
): Migration {
  return readSql({ path: shownAs, text }, { id, namespace, ...options, ...(tree === undefined ? {} : { tree }) });
}

/** A migration of which nothing is known but what keeps it from being read. */
export function unreadable(
  file: Pick<FileToRead, 'shownAs' | 'id' | 'namespace'>,
  text: string,
  span: Span,
  message: string,
): Migration {
  return {
    id: file.id,
    namespace: file.namespace,
    source: { path: file.shownAs, text },
    transaction: 'file',
    transactionSource: 'assumed',
    up: [],
    down: [],
    problems: [{ kind: 'unreadable-file', message, span }],
    comments: [],
    statements: 0,
  };
}
