import type { Reporter } from './context.js';
import { placesOf } from './places.js';

/**
 * GitLab's Code Quality report. The fingerprint must be unique or later findings are hidden, and stable or old ones
 * come back as new. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export const gitlab: Reporter = (report, { prefix }) => {
  const placeOf = placesOf(report);
  const issues = report.findings.map((finding) => {
    const { line, endLine } = placeOf(finding.path, finding.span);
    return {
      description: `${finding.message} ${finding.instead}`,
      check_name: finding.rule,
      fingerprint: finding.fingerprint,
      severity: finding.severity === 'error' ? 'critical' : 'minor',
      location: { path: prefix + finding.path, lines: { begin: line, end: endLine } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
};
