import type { Report } from '../core/report.js';

/** A number with its noun: `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What came out (`2 errors and 1 warning`), and what was looked at, so that nothing is skipped in silence. */
export function summarize({ summary }: Report): { readonly verdict: string; readonly counts: string } {
  const { errors, warnings, files, operations, notUnderstood, suppressed, baselined } = summary;
  const found = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  const looked = [
    counted(files, 'file'),
    `${counted(operations, 'operation')}${notUnderstood > 0 ? ` (${notUnderstood} not understood)` : ''}`,
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(baselined > 0 ? [`${baselined} in the baseline`] : []),
  ];
  return { verdict: found.join(' and ') || 'no hazards found', counts: looked.join(', ') };
}
