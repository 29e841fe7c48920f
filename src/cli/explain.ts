import pc from 'picocolors';
import type { Rule } from '../core/rule.js';
import { inputRules } from '../engine/input-rules.js';
import { didYouMean } from '../project/configuration/closest.js';
import { UsageError } from '../project/errors.js';
import { wrap } from '../report/text.js';
import { rules } from '../../rules/index.js';
import type { Io } from './io.js';
import { renderMarkdown } from './markdown.js';
import { contextOf } from './output.js';

type Colors = ReturnType<typeof pc.createColors>;

/** `lockstep explain <rule>`: the rule's page, for a terminal. */
export function explainCommand(id: string, options: { readonly color: boolean }, io: Io): 0 {
  const all: readonly Rule[] = [...rules, ...inputRules];
  const rule = all.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    const suggestion = didYouMean(
      id,
      all.map((candidate) => candidate.id),
    );
    throw new UsageError(`There is no rule named "${id}".${suggestion || ' Run "lockstep rules" for their names.'}`);
  }
  const context = contextOf(io, options.color);
  const colors = pc.createColors(context.colors);
  const width = Math.min(context.width, 100);
  const page = context.page(rule);
  const paint = rule.severity === 'error' ? colors.red : colors.yellow;
  const preset = rule.strictOnly === true ? ', only in strict' : '';
  const lines = [
    `${colors.bold(rule.id)}  ${paint(rule.severity)} ${colors.dim(`(${rule.family}${preset})`)}`,
    '',
    ...wrap(rule.summary, width),
    '',
    ...(page === undefined ? messagesOf(rule, width, colors) : renderMarkdown(withoutHead(page), width, colors)),
  ];
  io.stdout.write(`${lines.join('\n').trimEnd()}\n`);
  return 0;
}

/** The generated head of a page repeats what was just printed. */
function withoutHead(page: string): string {
  return page.replace(/<!-- generated: head -->[\s\S]*?<!-- end of head -->/, '');
}

function messagesOf({ messages }: Rule, width: number, colors: Colors): string[] {
  return Object.entries(messages).flatMap(([id, { message, why, instead }]) => [
    colors.bold(id),
    ...[message, why, instead]
      .map((text) => text.replace(/\{\{(\w+)\}\}/g, '<$1>'))
      .flatMap((text) => wrap(text, width - 2))
      .map((line) => `  ${line}`),
    '',
  ]);
}
