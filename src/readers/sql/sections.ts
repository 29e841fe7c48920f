import type { RunnerId } from '../../core/runner.js';
import type { Span } from '../../core/span.js';
import { marksOf } from '../../core/sql-marks.js';

/**
 * The parts of a file that undo it: after `-- migrate:down` (dbmate), `-- +goose Down`, `-- Down Migration`
 * (node-pg-migrate) and the like, up to the next mark of the other direction.
 *
 * @param runner whose marks count; undefined for those of all
 */
export function downSections(text: string, runner: RunnerId | undefined): Span[] {
  if (!/--.*down/i.test(text)) return [];
  const marks = partMarks(runner);
  if (marks === undefined) return [];
  const sections: Span[] = [];
  let start: number | undefined;
  for (const mark of text.matchAll(marks)) {
    if (mark.groups?.['down'] !== undefined) start ??= mark.index;
    else if (start !== undefined) {
      sections.push({ start, end: mark.index });
      start = undefined;
    }
  }
  if (start !== undefined) sections.push({ start, end: text.length });
  return sections;
}

const known = new Map<RunnerId | undefined, RegExp | undefined>();

/** Lines that begin a part of a file; undefined for a runner that has no such lines. */
function partMarks(runner: RunnerId | undefined): RegExp | undefined {
  if (known.has(runner)) return known.get(runner);
  const marks = marksOf(runner);
  const [up, down] = [marks.flatMap((each) => each.up ?? []), marks.flatMap((each) => each.down ?? [])];
  const pattern =
    up.length === 0
      ? undefined
      : new RegExp(String.raw`^[ \t]*--[ \t-]*(?:(?<up>${up.join('|')})|(?<down>${down.join('|')}))\b`, 'gim');
  known.set(runner, pattern);
  return pattern;
}
