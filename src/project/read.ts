import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Migration } from '../core/migration.js';
import type { Span } from '../core/span.js';
import { readSql } from '../readers/sql/index.js';
import type { SqlReadOptions } from '../readers/sql/index.js';
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

/** Reads a migration file. Whatever is wrong with it (missing, forbidden, not text) is a problem of the migration. */
export function readMigration(
  file: FileToRead,
  options: Pick<SqlReadOptions, 'transaction' | 'placeholders'>,
): Migration {
  let bytes: Buffer;
  try {
    bytes = file.bytes ?? readBytes(file.path);
  } catch (error) {
    return unreadable(file, '', { start: 0, end: 0 }, `The file could not be read: ${describeSystemError(error)}.`);
  }
  const decoded = decode(bytes);
  if (!decoded.ok) return unreadable(file, decoded.text, decoded.span, decoded.message);
  const source = { path: file.shownAs, text: decoded.text };
  return readSql(source, { id: file.id, namespace: file.namespace, ...options });
}

/**
 * The content of a file, valid until the next call. Migrations are small and many: reading them into one buffer takes
 * half the time of asking for the size of each first.
 */
function readBytes(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    for (let length = 0; ;) {
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (count === 0) return buffer.subarray(0, length);
      length += count;
      if (length === buffer.length) return Buffer.concat([buffer, readFileSync(descriptor)]);
    }
  } finally {
    closeSync(descriptor);
  }
}

const buffer = Buffer.allocUnsafeSlow(65_536);

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
