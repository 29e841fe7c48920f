import type { Span } from '../../core/span.js';

/** Markers that begin the part of a file which a runner runs forwards (group 1) or backwards (group 2). */
const markers =
  /^[ \t]*--[ \t-]*(?:(\+goose[ \t]+Up|\+migrate[ \t]+Up|migrate:up|rambler[ \t]+up|up[ \t]+migration)|(\+goose[ \t]+Down|\+migrate[ \t]+Down|migrate:down|rambler[ \t]+down|down[ \t]+migration))\b/gim;

/**
 * The parts of a file that undo it: after `-- migrate:down` (dbmate), `-- +goose Down`, `-- +migrate Down` (sql-migrate),
 * `-- rambler down` or `-- Down Migration` (node-pg-migrate), up to the next marker of the other direction.
 */
export function downSections(text: string): Span[] {
  if (!/--.*down/i.test(text)) return [];
  const sections: Span[] = [];
  let start: number | undefined;
  for (const marker of text.matchAll(markers)) {
    if (marker[2] !== undefined) start ??= marker.index;
    else if (start !== undefined) {
      sections.push({ start, end: marker.index });
      start = undefined;
    }
  }
  if (start !== undefined) sections.push({ start, end: text.length });
  return sections;
}
