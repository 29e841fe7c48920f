import pc from 'picocolors';
import type { Finding } from '../core/finding.js';
import type { Branches, HistoryNamespace, HistoryNode, HistoryRunner } from '../core/history-graph.js';
import type { ReportContext } from './context.js';
import { placesOf } from './places.js';
import { counted } from './summary.js';
import { oneLine, visible, wrap } from './text.js';

type Colors = ReturnType<typeof pc.createColors>;

/** Branches for people: one line for each namespace, the heads first, and then what is wrong. */
export function branchesPretty(branches: Branches, context: Pick<ReportContext, 'colors' | 'width'>): string {
  const colors = pc.createColors(context.colors);
  const width = Math.min(Math.max(context.width, 40), 100);
  const placeOf = placesOf(branches);
  const lines = branches.histories.flatMap(({ runner, namespaces }) => {
    const nameWidth = Math.max(0, ...namespaces.map(({ name }) => name.length));
    return namespaces.map((namespace) => lineOf(namespace, runner, nameWidth, colors));
  });
  for (const finding of branches.findings) {
    const { line, column } = placeOf(finding.path, finding.span);
    lines.push('', ...describe(finding, `${visible(finding.path)}:${line}:${column}`, width, colors));
  }
  return `${lines.join('\n')}\n`;
}

function lineOf(
  { name, directory, nodes, heads, uncertain }: HistoryNamespace,
  runner: HistoryRunner,
  nameWidth: number,
  colors: Colors,
): string {
  const isFine = heads.length === 1 || uncertain;
  const sign = isFine ? colors.green('✓') : colors.red('✗');
  const many = heads.length === 1 ? 'head' : `${heads.length} heads:`;
  const ends = `${many} ${heads.map(idOf).join(', ')}${uncertain ? ' (not all dependencies could be read)' : ''}`;
  const where = name === directory ? '' : colors.dim(`  ${visible(directory)}`);
  const migrations = counted(nodes.length, 'migration');
  return `${sign} ${colors.bold(visible(name).padEnd(nameWidth))}  ${migrations}, ${isFine ? ends : colors.red(ends)}${where}${runner.id === 'sql' ? colors.dim('  in the order of their names') : ''}`;
}

function describe(finding: Finding, where: string, width: number, colors: Colors): readonly string[] {
  const { rule, severity, message, why, instead } = finding;
  const paint = severity === 'error' ? colors.red : colors.yellow;
  return [
    `${paint(colors.bold(severity))} ${colors.bold(rule)}  ${colors.cyan(where)}`,
    ...[message, why, instead].flatMap((text) => wrap(oneLine(text), width - 2)).map((line) => `  ${line}`),
  ];
}

function idOf({ id }: HistoryNode): string {
  return visible(id);
}
