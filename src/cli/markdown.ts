import type pc from 'picocolors';
import { wrap } from '../report/text.js';

type Colors = ReturnType<typeof pc.createColors>;

/**
 * Renders the Markdown that pages of rules are written in: headings, paragraphs, lists, tables, fenced code, code spans,
 * links, comments. The first heading is left out, because the command prints the rule's name itself.
 */
export function renderMarkdown(markdown: string, width: number, colors: Colors): string[] {
  const lines: string[] = [];
  const blocks = blocksOf(markdown.replace(/<!--[\s\S]*?-->/g, ''));
  for (const block of blocks) {
    const [first = ''] = block;
    if (first.startsWith('# ')) continue;
    if (/^\s*(?:```|~~~)/.test(first)) {
      const indent = /^\s*/.exec(first)?.[0] ?? '';
      const code = block.slice(1, -1).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
      lines.push(...code.map((line) => `    ${indent}${colors.cyan(line)}`.trimEnd()));
    } else if (first.startsWith('#')) lines.push(colors.bold(plain(first.replace(/^#+\s*/, ''), colors)));
    else if (first.startsWith('|')) lines.push(...table(block, colors));
    else lines.push(...paragraph(block, width, colors));
    lines.push('');
  }
  return lines;
}

/** Splits at blank lines, outside of fences, and where a list item, heading or fence begins. */
function blocksOf(markdown: string): string[][] {
  const blocks: string[][] = [];
  let block: string[] = [];
  let fence: string | undefined;
  const end = (): void => {
    if (block.length > 0) blocks.push(block);
    block = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1];
    if (fence !== undefined) {
      block.push(line);
      if (mark !== undefined && mark.startsWith(fence)) {
        fence = undefined;
        end();
      }
    } else if (mark !== undefined) {
      end();
      fence = mark;
      block.push(line);
    } else if (line.trim() === '') end();
    else {
      if (line.startsWith('#')) end();
      block.push(line);
      if (line.startsWith('#')) end();
    }
  }
  end();
  return blocks;
}

/** A paragraph or a list; each item of a list hangs on its sign. */
function paragraph(block: readonly string[], width: number, colors: Colors): string[] {
  const items: { readonly lead: string; text: string }[] = [];
  for (const line of block) {
    const item = /^(\s*(?:[-*]|\d+\.)\s+)(.*)$/.exec(line);
    if (item !== null) items.push({ lead: item[1] ?? '', text: item[2] ?? '' });
    else {
      const last = items.at(-1);
      if (last === undefined) items.push({ lead: /^\s*/.exec(line)?.[0] ?? '', text: line.trim() });
      else last.text += ` ${line.trim()}`;
    }
  }
  return items.flatMap(({ lead, text }) => {
    // A code span is not broken: its ends would be looked for on one line.
    const kept = withoutLinks(text).replace(/`[^`]+`|\*\*[^*]+\*\*/g, (span) => span.replaceAll(' ', unbroken));
    return wrap(kept, width - lead.length).map((line, index) => {
      return `${index === 0 ? lead : ' '.repeat(lead.length)}${plain(line.replaceAll(unbroken, ' '), colors)}`;
    });
  });
}

const unbroken = '\u0001';

function table(block: readonly string[], colors: Colors): string[] {
  const rows = block
    .filter((line) => !/^\|[\s:|-]+\|$/.test(line))
    .map((line) =>
      line
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim().replace(/[`*]/g, '')),
    );
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row, index) => {
    const text = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    return `  ${index === 0 ? colors.dim(text.trimEnd()) : text.trimEnd()}`;
  });
}

/** A single word in emphasis is a place of a message; without colours it must still look like one. */
function emphasized(words: string, colors: Colors): string {
  if (colors.isColorSupported) return colors.italic(words);
  return /\s/.test(words) ? words : `<${words}>`;
}

function withoutLinks(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
}

/** Inline signs become colours, or are left out. */
function plain(text: string, colors: Colors): string {
  return withoutLinks(text)
    .split(/(`[^`]+`)/)
    .map((part, index) => {
      if (index % 2 === 1) return colors.cyan(part.slice(1, -1));
      return part
        .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => colors.bold(strong))
        .replace(/(?<!\w)([*_])([^*_]+)\1(?!\w)/g, (_, _sign, words: string) => emphasized(words, colors));
    })
    .join('');
}
