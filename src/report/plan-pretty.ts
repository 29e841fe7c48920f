import pc from 'picocolors';
import type { Phase, Plan } from '../core/plan.js';
import type { ReportContext } from './context.js';
import { visible, wrap } from './text.js';

type Colors = ReturnType<typeof pc.createColors>;

/** A plan for a terminal: phases with their files in full, and what to deploy in between. */
export function planPretty(plans: readonly Plan[], context: ReportContext): string {
  const colors = pc.createColors(context.colors);
  const width = Math.min(context.width, 100);
  return plans.map((plan) => planText(plan, width, colors)).join('\n');
}

function planText(plan: Plan, width: number, colors: Colors): string {
  const lines = [
    colors.bold(plan.path),
    ...plan.titles.flatMap((title) => indented(`${visible(title)}.`, 2, width)),
    '',
    ...plan.phases.flatMap((phase, place) => phaseLines(phase, place + 1, width, colors)),
    ...listed(
      'To fill in',
      plan.holes.map(({ name, question }) => `${question}: --set ${name}=<expression>`),
      width,
      colors.red,
    ),
    ...listed('Note', plan.notes, width, colors.yellow),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function phaseLines({ name, deploy, files }: Phase, number: number, width: number, colors: Colors): string[] {
  return [
    colors.bold(colors.cyan(`${number}. ${name}`)),
    ...files.flatMap(({ path, transaction, text }) => [
      `   ${colors.underline(path)}${transaction ? '' : colors.dim('  (outside a transaction)')}`,
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `   ${colors.dim('│')} ${sqlLine(line, colors)}`.trimEnd()),
      '',
    ]),
    ...(deploy === '' ? [] : [...indented(`→ ${visible(deploy)}`, 3, width), '']),
  ];
}

function sqlLine(line: string, colors: Colors): string {
  const shown = visible(line);
  return shown.trimStart().startsWith('--') ? colors.dim(shown) : shown;
}

function listed(title: string, sentences: readonly string[], width: number, paint: (text: string) => string): string[] {
  if (sentences.length === 0) return [];
  return [...sentences.flatMap((sentence) => indented(`${paint(`${title}:`)} ${visible(sentence)}`, 0, width)), ''];
}

function indented(text: string, by: number, width: number): string[] {
  return wrap(text, width - by).map((line) => ' '.repeat(by) + line);
}
