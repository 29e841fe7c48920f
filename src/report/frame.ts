import type { Place } from './places.js';
import { visible } from './text.js';

/** Colours for the parts of a frame. */
export interface FrameColors {
  readonly dim: (text: string) => string;
  readonly mark: (text: string) => string;
}

/**
 * The lines of a text around a place, with their numbers, the place marked. Long places are cut in the middle, long
 * lines at the sides, so that a line of five megabytes does no harm.
 */
export function codeFrame(text: string, place: Place, columns: number, { dim, mark }: FrameColors): string[] {
  const lines = linesOf(text, place);
  const last = Math.min(place.endLine, place.line + lines.length - 1);
  const gutter = String(last).length;
  const room = Math.max(20, columns - gutter - 5);
  // A place far to the right is moved into the first third; all lines alike, so that they stay below each other.
  const width = place.line === place.endLine ? place.endColumn - place.column : 1;
  const skip = place.column + Math.min(width, room >> 1) <= room ? 0 : place.column - Math.floor(room / 3);
  const frame: string[] = [];
  for (const [offset, line] of lines.entries()) {
    const number = place.line + offset;
    if (lines.length > maxLines && offset >= maxLines - 2 && offset < lines.length - 1) {
      if (offset === maxLines - 2) frame.push(dim(`  ${'.'.repeat(gutter).padStart(gutter)} │ ...`));
      continue;
    }
    const code = clip(visible(line), room, skip);
    frame.push(`${mark('❯')} ${dim(`${String(number).padStart(gutter)} │`)} ${code}`.trimEnd());
  }
  if (place.line === place.endLine) {
    const line = lines[0] ?? '';
    const before = visible(line.slice(0, place.column - 1)).length - skip;
    const length = visible(line.slice(place.column - 1, place.endColumn - 1)).length;
    const from = Math.max(0, before);
    const to = Math.min(room, before + Math.max(1, length));
    frame.push(`  ${' '.repeat(gutter)} ${dim('│')} ${' '.repeat(from)}${mark('^'.repeat(Math.max(1, to - from)))}`);
  }
  return frame;
}

const maxLines = 8;

/** The lines from the first to the last of the place, without what stands before and after. */
function linesOf(text: string, place: Place): string[] {
  let at = 0;
  for (let line = 1; line < place.line; line++) at = afterLine(text, at);
  const lines: string[] = [];
  for (let line = place.line; line <= place.endLine && at <= text.length; line++) {
    const next = afterLine(text, at);
    lines.push(text.slice(at, next).replace(/[\r\n]+$/, ''));
    if (next === at) break;
    at = next;
  }
  return lines;
}

/** The offset behind the end of the line that holds an offset. Lines end with LF, CRLF or a lone CR. */
function afterLine(text: string, offset: number): number {
  lineEnd.lastIndex = offset;
  return lineEnd.exec(text) === null ? text.length : lineEnd.lastIndex;
}

const lineEnd = /\r\n|[\r\n]/g;

/** Cuts a line to a width, and what lies before `skip`; what is cut becomes an ellipsis. */
function clip(line: string, width: number, skip: number): string {
  const start = skip > 0 ? `…${line.slice(skip + 1)}` : line;
  return start.length > width ? `${start.slice(0, width - 1)}…` : start;
}
