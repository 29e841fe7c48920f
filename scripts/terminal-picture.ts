/**
 * Draws the output of a real run as an SVG picture of a terminal, for the README.
 *
 *     npm run picture
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const escape = String.fromCharCode(27);
const styles = new RegExp(`(${escape}\\[[\\d;]*m)`, 'g');

const colors: Readonly<Record<number, string>> = {
  31: '#e06c75',
  32: '#98c379',
  33: '#e5c07b',
  34: '#61afef',
  35: '#c678dd',
  36: '#56b6c2',
  90: '#7f848e',
};

const maximalLines = 48;
const columns = 96;
const command = 'npx lockstep lint fixtures/projects/shop';

const run = spawnSync(process.execPath, ['dist/cli.cjs', 'lint', 'fixtures/projects/shop'], {
  env: { ...process.env, FORCE_COLOR: '1', COLUMNS: String(columns) },
  encoding: 'utf8',
});
if (run.stdout === '') throw new Error(`The run printed nothing: ${run.stderr}`);
const lines = run.stdout.trimEnd().split('\n');
mkdirSync('docs', { recursive: true });
writeFileSync('docs/lint.svg', draw([`$ ${command}`, ...shortened(lines)]));

/** The first findings, whole, and the summary, with a line between them that says how much was left out. */
function shortened(all: readonly string[]): readonly string[] {
  if (all.length <= maximalLines) return all;
  const summary = all.slice(-2);
  const head = all.slice(0, maximalLines - summary.length - 3);
  const nextFinding = head.findLastIndex((line) => /^(error|warning) /.test(line.replaceAll(styles, '')));
  const left = all.length - nextFinding - summary.length;
  return [...head.slice(0, nextFinding), `  ... ${left} more lines ...`, '', ...summary];
}

function draw(all: readonly string[]): string {
  const height = all.length * 18 + 32;
  const width = columns * 8 + 32;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" rx="8" fill="#1e2127"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#d7dae0" xml:space="preserve">`,
    ...all.map((line, index) => `<text x="16" y="${index * 18 + 30}">${spans(line)}</text>`),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

interface Pen {
  readonly color?: string | undefined;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly underline?: boolean;
}

/** One line with ANSI styles as SVG text spans. */
function spans(line: string): string {
  let pen: Pen = {};
  let out = '';
  for (const part of line.split(styles)) {
    if (!part.startsWith(escape)) out += part === '' ? '' : `<tspan${style(pen)}>${escaped(part)}</tspan>`;
    else for (const code of part.slice(2, -1).split(';')) pen = turned(pen, Number(code));
  }
  return out;
}

function turned(pen: Pen, code: number): Pen {
  if (code === 0) return {};
  if (code === 1) return { ...pen, bold: true };
  if (code === 2) return { ...pen, dim: true };
  if (code === 4) return { ...pen, underline: true };
  if (code === 22) return { ...pen, bold: false, dim: false };
  if (code === 24) return { ...pen, underline: false };
  const color = colors[code];
  if (color !== undefined) return { ...pen, color };
  return code === 39 ? { ...pen, color: undefined } : pen;
}

function style(pen: Pen): string {
  return [
    pen.color === undefined ? '' : ` fill="${pen.color}"`,
    pen.bold === true ? ' font-weight="bold"' : '',
    pen.dim === true ? ' opacity="0.65"' : '',
    pen.underline === true ? ' text-decoration="underline"' : '',
  ].join('');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
