import type { Reporter } from './context.js';
import { placesOf } from './places.js';
import { summarize } from './summary.js';
import { oneLine } from './text.js';

/** One line per finding in the form of compilers, which editors and CI systems recognise, and a line that counts. */
export const compact: Reporter = (report) => {
  const placeOf = placesOf(report);
  const lines = report.findings.map(({ path, span, severity, message, rule }) => {
    const { line, column } = placeOf(path, span);
    return `${path}:${line}:${column}: ${severity}: ${oneLine(message)} [${rule}]`;
  });
  const { verdict, counts } = summarize(report);
  lines.push(`lockstep: ${verdict}; ${counts}`);
  return `${lines.join('\n')}\n`;
};
