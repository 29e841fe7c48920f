/**
 * Milliseconds of a duration as PostgreSQL writes it: `5s`, `500ms`, `2 min`, `1.5h`, a bare number of milliseconds.
 * Undefined when it is none. https://www.postgresql.org/docs/current/config-setting.html (numeric parameters with unit)
 */
export function parseDuration(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/.exec(text);
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * (milliseconds.get(match[2] ?? 'ms') ?? 1));
}

/** Milliseconds as PostgreSQL would print them: the largest unit that fits without a fraction. */
export function displayDuration(duration: number): string {
  for (const [unit, length] of longestFirst) {
    if (duration > 0 && length >= 1 && duration % length === 0) return `${duration / length}${unit}`;
  }
  return `${duration}ms`;
}

const milliseconds: ReadonlyMap<string, number> = new Map([
  ['us', 0.001],
  ['ms', 1],
  ['s', 1000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

const longestFirst = [...milliseconds].reverse();
