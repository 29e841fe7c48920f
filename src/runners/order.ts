/**
 * In which order a runner of plain SQL files would run two migrations, by their ids (file names without the ending, or
 * paths of them). Leading version numbers decide, compared as numbers and part by part: `2_b` before `10_a`, `V1.9`
 * before `V1.10`, timestamps by time, with or without dashes in them (Diesel writes both). Flyway's repeatable migrations (`R__`) come last. What has no number follows in
 * natural order. Two different ids never compare as equal.
 */
export function compareMigrationIds(a: string, b: string): number {
  return compareMigrationRanks(migrationRank(a), migrationRank(b));
}

/** What `compareMigrationIds` looks at, worked out once for an id that is compared many times. */
export interface MigrationRank {
  readonly id: string;
  /** Of each name between the slashes. */
  readonly parts: readonly Ranked[];
}

export function migrationRank(id: string): MigrationRank {
  return { id, parts: id.includes('/') ? id.split('/').map(ranked) : [ranked(id)] };
}

export function compareMigrationRanks(a: MigrationRank, b: MigrationRank): number {
  for (let at = 0; at < a.parts.length; at++) {
    const [part, other] = [a.parts[at], b.parts[at]];
    const compared = part === undefined || other === undefined ? 0 : compareNames(part, other);
    if (compared !== 0) return compared;
  }
  return a.parts.length - b.parts.length || compareTexts(a.id, b.id);
}

interface Ranked {
  readonly name: string;
  /** 0 with a version, 1 without one, 2 repeatable. */
  readonly rank: number;
  readonly version: readonly string[];
  readonly rest: string;
}

/**
 * `V1.2__name` and `V1_2__name` (Flyway), `1.2_name`, `0001_name`, `20240131120000-name`, `2024-01-31-120000_name`,
 * whose dashes Diesel leaves out of the version: diesel_migrations_internals, version_from_string.
 */
function ranked(name: string): Ranked {
  if (/^R__/.test(name)) return { name, rank: 2, version: [], rest: name };
  const dashed = /^\d{4}-\d{2}-\d{2}(?:-\d{4,6})?(?!\d)/.exec(name);
  if (dashed !== null) {
    return { name, rank: 0, version: [timed(dashed[0].replaceAll('-', ''))], rest: name.slice(dashed[0].length) };
  }
  const flyway = /^[VBU](\d+(?:[._]\d+)*)__/.exec(name) ?? /^[VBUv](\d+(?:\.\d+)*)/.exec(name);
  const found = flyway ?? /^(\d+(?:\.\d+)*)/.exec(name);
  if (found === null) return { name, rank: 1, version: [], rest: name };
  const [first = '', ...more] = (found[1] ?? '').split(/[._]/);
  return { name, rank: 0, version: [timed(first), ...more], rest: name.slice(found[0].length) };
}

/** A date among timestamps stands after all of its day, as it does where names are sorted as text (Prisma). */
function timed(version: string): string {
  const isDate = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4})?$/.test(version);
  return isDate ? version.padEnd(14, '9') : version;
}

function compareNames(first: Ranked, second: Ranked): number {
  if (first.name === second.name) return 0;
  if (first.rank !== second.rank) return first.rank - second.rank;
  for (let part = 0; part < Math.max(first.version.length, second.version.length); part++) {
    // A version that stops early goes on with zeros: 1 = 1.0 < 1.1.
    const compared = compareNumbers(first.version[part] ?? '0', second.version[part] ?? '0');
    if (compared !== 0) return compared;
  }
  return compareNaturally(first.rest, second.rest) || compareTexts(first.name, second.name);
}

/** Compares digits of any length as the number they are. */
function compareNumbers(a: string, b: string): number {
  const [first, second] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')];
  return first.length - second.length || compareTexts(first, second);
}

/** Runs of digits as numbers, everything else by its characters. */
function compareNaturally(a: string, b: string): number {
  const [first, second] = [a.match(/\d+|\D+/g) ?? [], b.match(/\d+|\D+/g) ?? []];
  for (let part = 0; part < Math.min(first.length, second.length); part++) {
    const [left, right] = [first[part] ?? '', second[part] ?? ''];
    const bothNumbers = /^\d/.test(left) && /^\d/.test(right);
    const compared = bothNumbers ? compareNumbers(left, right) : compareTexts(left, right);
    if (compared !== 0) return compared;
  }
  return first.length - second.length;
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
