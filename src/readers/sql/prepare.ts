import type { ReadProblem } from '../../core/migration.js';

/** A text that PostgreSQL's parser can be given, of the same length as the source's, and what was wrong with that. */
export interface Prepared {
  readonly text: string;
  readonly problems: readonly ReadProblem[];
  /** False when the text is no text and reading on would only make noise. */
  readonly readable: boolean;
}

/**
 * Comments at which a runner cuts the file into pieces that it sends on their own, so that the statement before needs
 * no semicolon: drizzle's breakpoints, and the section markers of goose, dbmate, sql-migrate and node-pg-migrate.
 */
const boundaries =
  /(?:-->[ \t]*statement-breakpoint|^[ \t]*--[ \t]*(?:\+goose (?:StatementBegin|StatementEnd|Up|Down)|\+migrate (?:Up|Down)|migrate:(?:up|down)|[- \t]*(?:up|down)[ \t]+migration)\b)[^\r\n]*/gim;

/** Replaces what the parser must not see, keeping every offset. */
export function prepare(text: string): Prepared {
  const problems: ReadProblem[] = [];
  let prepared = text.charCodeAt(0) === 0xfeff ? ' ' + text.slice(1) : text;
  const nul = prepared.indexOf('\0');
  if (nul >= 0) {
    const readable = mostlyText(prepared);
    problems.push({ kind: 'unreadable-file', message: readable ? nulMessage : notTextMessage, span: at(nul) });
    if (!readable) return { text: '', problems, readable };
    prepared = prepared.replaceAll('\0', ' ');
  }
  const surrogate = prepared.search(/\p{Surrogate}/u);
  if (surrogate >= 0) {
    problems.push({ kind: 'unreadable-file', message: surrogateMessage, span: at(surrogate) });
    prepared = prepared.replace(/\p{Surrogate}/gu, '\ufffd');
  }
  return { text: withBoundaries(prepared), problems, readable: true };
}

const nulMessage =
  'The file holds a NUL byte, at which PostgreSQL stops reading or fails. Remove it; Lockstep read on as if it were a space.';
const notTextMessage =
  'The file is full of NUL bytes: it is a binary file, or text in UTF-16 without a byte order mark. Save it as UTF-8.';
const surrogateMessage =
  'The file holds half of a surrogate pair, which is no character and cannot be sent to PostgreSQL. Save the file as UTF-8.';

function at(offset: number): ReadProblem['span'] {
  return { start: offset, end: offset + 1 };
}

function mostlyText(text: string): boolean {
  const sample = text.slice(0, 4096);
  return sample.length - sample.replaceAll('\0', '').length <= sample.length / 8;
}

/** Puts a semicolon where a runner cuts. */
function withBoundaries(text: string): string {
  if (!/--.*(?:statement-breakpoint|goose|migrat)/i.test(text)) return text;
  return text.replace(boundaries, (marker: string, offset: number) => {
    const before = text.slice(0, offset).trimEnd();
    if (before === '' || before.endsWith(';')) return marker;
    const sign = marker.indexOf('--');
    return `${marker.slice(0, sign)};${' '.repeat(marker.length - sign - 1)}`;
  });
}
