import type { FileLabel } from '../rewrite/index.js';

/**
 * Names for the files that a migration becomes, in the numbering of its directory: `0007_email.sql` goes on with
 * `0008_email_backfill.sql`. They follow `newest`, the last migration there is, so that every runner takes them in
 * order and as new. The first label stands for the original itself.
 *
 * @param original the path of the migration, with forward slashes
 * @param newest the path of the last migration of the same history
 */
export function fileNames(original: string, newest: string, labels: readonly FileLabel[]): readonly string[] {
  const pattern = patternOf(original);
  let version = patternOf(newest).version ?? pattern.version;
  return labels.map(({ label, isScript }, place) => {
    if (place === 0 && !isScript) return original;
    if (!isScript && version !== undefined) version = following(version);
    const { directory, prefix, separator, slug, suffix } = pattern;
    const name = [slug, label].filter((part) => part !== '').join('_');
    if (isScript) return `${directory}${prefix}${version ?? ''}${separator}${name}.psql`;
    return `${directory}${prefix}${version ?? `${slug}_${place + 1}`}${separator}${version === undefined ? label : name}${suffix}`;
  });
}

/** The parts of a path that the next ones share. `suffix` may be the name of a file in the migration's own directory. */
interface Pattern {
  readonly directory: string;
  /** `V` of Flyway. */
  readonly prefix: string;
  readonly version: string | undefined;
  readonly separator: string;
  readonly slug: string;
  readonly suffix: string;
}

function patternOf(path: string): Pattern {
  const [, directory = '', name = '', suffix = ''] =
    /^(.*\/)?([^/]+)(\/(?:migration|up)\.sql)$/i.exec(path) ??
    /^(.*\/)?([^/]+?)((?:\.up)?\.sql|\.py)$/i.exec(path) ??
    /^(.*\/)?([^/]+)()$/.exec(path) ??
    [];
  const [, prefix = '', version, separator = '_', slug = ''] =
    // Flyway takes an underscore in a version for a point; two end it.
    /^(V)(\d+(?:[._]\d+)*)(__)(.*)$/.exec(name) ??
    /^(\D{0,2}?)(\d+(?:[-.]\d+)*)([-_ ]+|\.(?=\D))(.*)$/.exec(name) ??
    /^(V?)(\d+)()()$/.exec(name) ??
    [];
  return version === undefined
    ? { directory, prefix: '', version: undefined, separator: '_', slug: name, suffix }
    : { directory, prefix, version, separator: separator === '' ? '_' : separator, slug, suffix };
}

/** The next version after one: a second later, a minute later where minutes are all it has, or the next number. */
function following(version: string): string {
  const digits = version.replace(/\D/g, '');
  const time = /^((?:19|20)\d{2})(\d{2})(\d{2})(\d{2})?(\d{2})?(\d{2})?(\d{3})?$/.exec(digits);
  if (time !== null && digits.length >= 12 && digits.length <= 14) return like(version, laterTime(time, digits.length));
  const last = /\d+$/.exec(version)?.[0] ?? '';
  return version.slice(0, version.length - last.length) + increment(last);
}

/** Adds one to digits of any length, keeping their width. */
function increment(digits: string): string {
  return (BigInt(digits) + 1n).toString().padStart(digits.length, '0');
}

function laterTime(parts: RegExpExecArray, length: number): string {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part));
  const step = length >= 14 ? 1_000 : 60_000;
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second) + step);
  return time.toISOString().replace(/\D/g, '').slice(0, length);
}

/** Digits in the form of a version that may have dashes between them. */
function like(version: string, digits: string): string {
  let place = 0;
  return version.replace(/\d/g, () => digits[place++] ?? '');
}
