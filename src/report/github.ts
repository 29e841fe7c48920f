import type { Finding } from '../core/finding.js';
import type { Reporter } from './context.js';
import { placesOf } from './places.js';
import type { Place } from './places.js';
import { counted, summarize } from './summary.js';

/**
 * Workflow commands that GitHub Actions shows as annotations of a pull request. It keeps ten errors and ten warnings
 * of a step and drops the rest without a word, so the worst come first and a last line counts all of them.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const github: Reporter = (report, { prefix }) => {
  const placeOf = placesOf(report);
  const ordered = [...report.findings].sort((a, b) => weight(a) - weight(b));
  const lines = ordered.map((finding) => annotation(finding, placeOf(finding.path, finding.span), prefix));
  const { errors, warnings } = report.summary;
  const { verdict, counts } = summarize(report);
  const hidden = Math.max(0, errors - shownPerLevel) + Math.max(0, warnings - shownPerLevel);
  const notice = hidden === 0 ? '' : `; GitHub does not show ${counted(hidden, 'annotation')} of this step`;
  lines.push(`lockstep: ${verdict}; ${counts}${notice}`);
  return `${lines.join('\n')}\n`;
};

const shownPerLevel = 10;

function weight({ severity }: Finding): number {
  return severity === 'error' ? 0 : 1;
}

function annotation({ severity, rule, path, message, why, instead }: Finding, place: Place, prefix: string): string {
  const properties = {
    file: prefix + path,
    line: place.line,
    endLine: place.endLine,
    // GitHub refuses columns of an annotation that spans several lines.
    ...(place.line === place.endLine ? { col: place.column, endColumn: place.endColumn } : {}),
    title: rule,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${severity} ${list.join(',')}::${escapeData(`${message}\n${why}\n${instead}`)}`;
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
