import pc from 'picocolors';
import type { Finding } from '../core/finding.js';
import type { Report } from '../core/report.js';
import type { Reporter } from './context.js';
import { codeFrame } from './frame.js';
import { lockFacts } from './lock-facts.js';
import { placesOf, sourceOf } from './places.js';
import type { Place } from './places.js';
import { rewrittenLines } from './rewritten.js';
import { counted, summarize } from './summary.js';
import { oneLine, visible, wrap } from './text.js';

type Colors = ReturnType<typeof pc.createColors>;

/** For people at a terminal: each finding with its place in the code, then why it hurts and what to do. */
export const pretty: Reporter = (report, { colors: wanted, width }) => {
  const colors = pc.createColors(wanted);
  const columns = Math.min(Math.max(width, 40), 100);
  const placeOf = placesOf(report);
  const blocks = report.findings.map((finding) => {
    const { text } = sourceOf(report.sources, finding.path);
    return describe(finding, placeOf(finding.path, finding.span), text, columns, colors);
  });
  return `${[...blocks, closing(report, columns, colors)].join('\n')}\n`;
};

function describe(finding: Finding, place: Place, text: string, width: number, colors: Colors): string {
  const { path, rule, severity, message } = finding;
  const paint = severity === 'error' ? colors.red : colors.yellow;
  const where = `${visible(path)}:${place.line}:${place.column}`;
  const frame = text === '' ? [] : codeFrame(text, place, width - 2, { dim: colors.dim, mark: paint });
  const lines = [
    `${paint(colors.bold(severity))} ${colors.bold(rule)}`,
    colors.cyan(where),
    '',
    ...wrap(oneLine(message), width - 2).map((line) => `  ${line}`),
    '',
    ...(frame.length === 0 ? [] : [...frame.map((line) => `  ${line}`), '']),
    ...facts(finding).flatMap(([label, fact]) => hanging(label, fact, width, colors)),
    ...previewOf(finding, text, width, colors),
    '',
  ];
  return lines.join('\n');
}

const labelWidth = 10;

function facts({ effects, why, instead, rewrite }: Finding): (readonly [label: string, fact: string])[] {
  const locks = lockFacts(effects);
  const shown = locks.slice(0, 3);
  const more = locks.length - shown.length;
  return [
    ...shown.map((fact) => ['lock', fact] as const),
    ...(more > 0 ? [['', `and ${counted(more, 'more lock')}`] as const] : []),
    ['why', why],
    ['instead', instead],
    ...(rewrite === undefined ? [] : [['rewrite', `${rewrite.title} (${rewrite.applicability})`] as const]),
  ];
}

/** A label and its text in a column of its own. */
function hanging(label: string, text: string, width: number, colors: Colors): string[] {
  const lines = wrap(oneLine(text), width - labelWidth - 2);
  return lines.map(
    (line, index) => `  ${index === 0 ? colors.dim(label.padEnd(labelWidth)) : ' '.repeat(labelWidth)}${line}`,
  );
}

/** The lines a rewrite touches, as they would read. Longer ones are for the editor to show. */
function previewOf({ rewrite }: Finding, text: string, width: number, colors: Colors): string[] {
  if (rewrite === undefined) return [];
  const lines = rewrittenLines(text, rewrite.edits);
  if (lines.length === 0 || lines.length > 6) return [];
  const indent = ' '.repeat(labelWidth + 2);
  return lines.flatMap((line) =>
    wrap(visible(line), width - indent.length - 6).map((part, index) => {
      return `${indent}${colors.green(`${index === 0 ? '+ ' : '      '}${part}`)}`;
    }),
  );
}

function closing(report: Report, width: number, colors: Colors): string {
  const { errors, warnings, notUnderstood } = report.summary;
  const { verdict, counts } = summarize(report);
  const clean = errors + warnings === 0;
  const paint = errors > 0 ? colors.red : warnings > 0 ? colors.yellow : colors.green;
  const head = paint(colors.bold(`${clean ? '✓' : '✗'} ${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}`));
  const hints: string[] = [];
  const hidden = errors + warnings - report.findings.length;
  if (hidden > 0) hints.push(`${counted(hidden, 'warning')} not shown (--quiet).`);
  if (notUnderstood > 0) {
    hints.push('What is not understood is not judged: "lockstep inspect" shows each with its reason.');
  }
  hints.push(...wayOut(report));
  return [
    head,
    ...[counts, ...hints].flatMap((hint) => wrap(hint, width - 2)).map((line) => `  ${colors.dim(line)}`),
  ].join('\n');
}

/** Where there are rules that know the way out in several files, how to see it. */
function wayOut({ findings, rules }: Report): string[] {
  const planning = new Set(rules.filter(({ plan }) => plan !== undefined).map(({ id }) => id));
  const [first, ...others] = findings.filter(({ rule }) => planning.has(rule));
  if (first === undefined) return [];
  const same = others.every(({ path }) => path === first.path);
  return [`"lockstep rewrite ${same ? visible(first.path) : '<file>'}" shows the way out, as new migrations.`];
}
