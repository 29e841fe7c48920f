import type { Finding } from '../core/finding.js';
import type { Report } from '../core/report.js';
import type { Reporter } from './context.js';
import { placesOf } from './places.js';
import type { Place } from './places.js';

/**
 * JUnit XML: a suite per file, a case per finding. Errors are failures; a warning passes and says so in its output,
 * because it does not fail the run either. A clean run holds one passing case, or CI would report that no tests ran.
 */
export const junit: Reporter = (report) => {
  const suites = suitesOf(report);
  const tests = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'lockstep', tests, failures: report.summary.errors, errors: 0 })}>`,
    ...suites.map(({ name, cases, failures }) =>
      [
        `  <testsuite${attributes({ name, tests: cases.length, failures, errors: 0, skipped: 0 })}>`,
        ...cases,
        '  </testsuite>',
      ].join('\n'),
    ),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
};

interface Suite {
  readonly name: string;
  readonly cases: string[];
  failures: number;
}

function suitesOf(report: Report): readonly Suite[] {
  if (report.findings.length === 0) {
    const passing = `    <testcase${attributes({ classname: 'lockstep', name: 'no hazards found' })}/>`;
    return [{ name: 'lockstep', cases: [passing], failures: 0 }];
  }
  const placeOf = placesOf(report);
  const suites = new Map<string, Suite>();
  for (const finding of report.findings) {
    const suite = suites.get(finding.path) ?? { name: finding.path, cases: [], failures: 0 };
    suites.set(finding.path, suite);
    suite.cases.push(testCase(finding, placeOf(finding.path, finding.span)));
    if (finding.severity === 'error') suite.failures++;
  }
  return [...suites.values()];
}

function testCase({ rule, path, severity, message, why, instead }: Finding, { line, column }: Place): string {
  const where = `${path}:${line}:${column}`;
  const text = escapeXml(`${where}\n${message}\n${why}\n${instead}`);
  const body =
    severity === 'error'
      ? `<failure${attributes({ message, type: rule })}>${text}</failure>`
      : `<system-out>warning: ${text}</system-out>`;
  const head = attributes({ classname: rule, name: where, file: path, line });
  return `    <testcase${head}>${body}</testcase>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replace(/\n/g, '&#10;')}"`)
    .join('');
}

function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(forbidden, '\uFFFD');
}

// XML 1.0 has no way to write these characters, not even as references.
// eslint-disable-next-line no-control-regex -- finding control characters is the purpose
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;
