import type { ArtifactChange, Log, Region, ReportingDescriptor, Result } from 'sarif';
import type { Finding, Rewrite } from '../core/finding.js';
import type { RuleDescription } from '../core/report.js';
import type { Reporter, ReportContext } from './context.js';
import { placesOf } from './places.js';
import type { Place } from './places.js';

/**
 * SARIF 2.1.0, for GitHub code scanning and editors. Columns count UTF-16 units, and regions end behind their last
 * character, as the standard's defaults have it. https://docs.oasis-open.org/sarif/sarif/v2.1.0/
 */
export const sarif: Reporter = (report, context) => {
  const placeOf = placesOf(report);
  const indexes = new Map(report.rules.map(({ id }, index) => [id, index]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'lockstep',
            semanticVersion: report.version,
            rules: report.rules.map((rule) => descriptor(rule, context)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.failures.length === 0,
            toolExecutionNotifications: report.failures.map(({ path, message }) => ({
              level: 'error',
              message: { text: `${path}: ${message}` },
            })),
          },
        ],
        properties: { summary: report.summary },
        results: report.findings.map((finding) =>
          resultOf(finding, indexes.get(finding.rule), (span) => placeOf(finding.path, span), context.prefix),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function descriptor(rule: RuleDescription, { page }: ReportContext): ReportingDescriptor {
  const markdown = page(rule);
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.summary },
    ...(markdown === undefined ? {} : { help: { text: rule.summary, markdown } }),
    defaultConfiguration: { level: rule.severity },
    properties: { tags: [rule.family] },
  };
}

function resultOf(
  finding: Finding,
  ruleIndex: number | undefined,
  placeOf: (span: Finding['span']) => Place,
  prefix: string,
): Result {
  const { rule, severity, message, why, instead, path, span, fingerprint, rewrite } = finding;
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: severity,
    message: { text: `${message}\n${why}\n${instead}` },
    locations: [
      { physicalLocation: { artifactLocation: { uri: asUri(prefix + path) }, region: regionOf(placeOf(span)) } },
    ],
    partialFingerprints: { 'lockstep/v1': fingerprint },
    // The schema lets a fix change any file; an empty list of replacements it does not allow.
    ...(rewrite === undefined || rewrite.edits.length === 0
      ? {}
      : {
          fixes: [
            { description: { text: rewrite.title }, artifactChanges: [changeOf(path, rewrite, placeOf, prefix)] },
          ],
        }),
  };
}

function changeOf(
  path: string,
  { edits }: Rewrite,
  placeOf: (span: Finding['span']) => Place,
  prefix: string,
): ArtifactChange {
  return {
    artifactLocation: { uri: asUri(prefix + path) },
    replacements: edits.map(({ span, text }) => ({
      deletedRegion: regionOf(placeOf(span)),
      insertedContent: { text },
    })),
  };
}

function regionOf({ line, column, endLine, endColumn }: Place): Region {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** A relative reference: GitHub resolves it against the root of the repository. */
function asUri(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
