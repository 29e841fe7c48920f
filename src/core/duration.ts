/**
 * Milliseconds of a duration as PostgreSQL writes it: `5s`, `500ms`, `2 min`, `1.5h`, a bare number of milliseconds.
 * Undefined when it is none. https://www.postgresql.org/docs/current/config-setting.html (numeric parameters with unit)
 */
export function parseDuration(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/.exec(text);
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * (milliseconds[match[2] ?? 'ms'] ?? 1));
}

/** Milliseconds as PostgreSQL would print them: the largest unit that fits without a fraction. */
export function displayDuration(duration: number): string {
  const units = ['d', 'h', 'min', 's'] as const;
  const unit = units.find((candidate) => duration > 0 && duration % milliseconds[candidate] === 0);
  return unit === undefined ? `${duration}ms` : `${duration / milliseconds[unit]}${unit}`;
}

const milliseconds = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
