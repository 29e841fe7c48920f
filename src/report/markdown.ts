import type { Finding } from '../core/finding.js';
import type { Reporter } from './context.js';
import { lockFacts } from './lock-facts.js';
import { placesOf, sourceOf } from './places.js';
import type { Place } from './places.js';
import { counted, summarize } from './summary.js';
import { oneLine } from './text.js';

/** A comment for a pull request. GitHub takes 65,536 characters; what does not fit is counted. */
export const markdown: Reporter = (report) => {
  const placeOf = placesOf(report);
  const { verdict, counts } = summarize(report);
  const sign = report.summary.errors > 0 ? '❌' : report.summary.warnings > 0 ? '⚠️' : '✅';
  const parts = [`## ${sign} Lockstep: ${verdict}\n`, `${counts}\n`];
  let length = parts.join('\n').length;
  let shown = 0;
  for (const finding of [...report.findings].sort((a, b) => weight(a) - weight(b))) {
    const { text } = sourceOf(report.sources, finding.path);
    const section = sectionOf(finding, placeOf(finding.path, finding.span), text);
    if (length + section.length > limit) break;
    parts.push(section);
    length += section.length + 1;
    shown++;
  }
  const hidden = report.findings.length - shown;
  if (hidden > 0) parts.push(`_${counted(hidden, 'more finding')} did not fit into this comment._\n`);
  return parts.join('\n');
};

const limit = 60_000;

function weight({ severity }: Finding): number {
  return severity === 'error' ? 0 : 1;
}

function sectionOf(finding: Finding, { line }: Place, text: string): string {
  const { severity, rule, path, message, why, instead, span } = finding;
  const locks = lockFacts(finding.effects).map((fact) => `- ${escapeMarkdown(fact)}`);
  const lines = [
    `### ${severity === 'error' ? '🛑' : '⚠️'} ${code(`${path}:${line}`)} ${code(rule)}`,
    '',
    escapeMarkdown(oneLine(message)),
    '',
    ...fenced(text.slice(span.start, Math.min(span.end, span.start + 1_000))),
    '',
    ...(locks.length === 0 ? [] : [...locks, '']),
    `**Why:** ${escapeMarkdown(oneLine(why))}`,
    '',
    `**Instead:** ${escapeMarkdown(oneLine(instead))}`,
    '',
  ];
  return lines.join('\n');
}

/** A fence longer than any run of backticks inside, so that the SQL cannot end it. */
function fenced(sql: string): string[] {
  const trimmed = sql.trim();
  if (trimmed === '') return [];
  const longest = Math.max(2, ...[...trimmed.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sql`, trimmed, fence];
}

function code(text: string): string {
  const line = oneLine(text);
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}

/** Names with underscores and stars stay as they are, HTML stays text, and nobody is mentioned. Code spans are kept. */
function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_~[\]<>|#]/g, '\\$&').replace(/@/g, '@\u200B')))
    .join('');
}
