import type { Effect } from '../core/effect.js';
import type { Finding } from '../core/finding.js';
import { blocks } from '../postgres/locks.js';
import type { Reporter } from './context.js';
import { placesOf } from './places.js';
import type { Place } from './places.js';

/** The report for programs. Its shape is stable: a change of it raises `schemaVersion`. */
export const json: Reporter = (report) => {
  const placeOf = placesOf(report);
  const value = {
    schemaVersion: 1,
    tool: { name: 'lockstep', version: report.version },
    summary: report.summary,
    findings: report.findings.map((finding) => findingAsJson(finding, (span) => placeOf(finding.path, span))),
    ...(report.failures.length === 0 ? {} : { failures: report.failures }),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
};

/** A finding as every report for programs shows it. */
export function findingAsJson(finding: Finding, placeOf: (span: Finding['span']) => Place): object {
  const { rule, messageId, family, severity, path, message, why, instead, rewrite } = finding;
  return {
    rule,
    messageId,
    family,
    severity,
    file: path,
    ...placeOf(finding.span),
    message,
    why,
    instead,
    effects: finding.effects.map(effectAsJson),
    ...(rewrite === undefined
      ? {}
      : {
          rewrite: {
            title: rewrite.title,
            applicability: rewrite.applicability,
            edits: rewrite.edits.map(({ span, text }) => ({ ...placeOf(span), text })),
          },
        }),
    fingerprint: finding.fingerprint,
  };
}

function effectAsJson(effect: Effect): object {
  return effect.kind === 'locks' ? { ...effect, blocks: blocks(effect.mode) } : effect;
}
