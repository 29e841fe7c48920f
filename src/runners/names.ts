import type { RunnerFile } from './runner.js';

/** The last name of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a file lies in the folder itself, not in a directory below it. */
export function isDirectlyInside(path: string): boolean {
  return !path.includes('/');
}

/** The directory of a file that lies one level below the folder; undefined for others. */
export function ownDirectory(path: string): string | undefined {
  const parts = path.split('/');
  return parts.length === 2 ? parts[0] : undefined;
}

/** The order of character codes, as most languages sort strings and file names. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Digits of any length as the numbers they are. What has no version comes last. */
export function compareNumberedVersions(a: RunnerFile, b: RunnerFile): number {
  if (a.version === undefined || b.version === undefined)
    return Number(a.version === undefined) - Number(b.version === undefined);
  const [first, second] = [BigInt(a.version), BigInt(b.version)];
  return first === second ? 0 : first < second ? -1 : 1;
}

/** A version of digits without the zeros in front, so that `0012` and `12` are the same. */
export function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

export function withoutEnding(name: string): string {
  return name.replace(/\.sql$/i, '');
}
