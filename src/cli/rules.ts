import pc from 'picocolors';
import type { Rule } from '../core/rule.js';
import { inputRules } from '../engine/input-rules.js';
import { wrap } from '../report/text.js';
import { rules } from '../../rules/index.js';
import type { Io } from './io.js';
import { contextOf } from './output.js';
import type { TextOptions } from './program.js';

/** `lockstep rules`: all rules by family, or the same as JSON. */
export function rulesCommand(options: TextOptions, io: Io): 0 {
  const all = [...rules, ...inputRules];
  if (options.format === 'json') {
    io.stdout.write(`${JSON.stringify({ schemaVersion: 1, rules: all.map(asJson) }, null, 2)}\n`);
    return 0;
  }
  const { colors: wanted, width } = contextOf(io, options.color);
  const colors = pc.createColors(wanted);
  const nameWidth = Math.max(...all.map(({ id }) => id.length)) + 2;
  const lines: string[] = [];
  for (const family of new Set(all.map(({ family }) => family))) {
    lines.push(colors.bold(family), '');
    for (const { id, severity, strictOnly, summary } of all.filter((rule) => rule.family === family)) {
      const paint = severity === 'error' ? colors.red : colors.yellow;
      const preset = strictOnly === true ? colors.dim(' (only in strict)') : '';
      lines.push(`  ${id.padEnd(nameWidth)}${paint(severity)}${preset}`);
      for (const line of wrap(summary, Math.min(width, 100) - 6)) lines.push(`      ${colors.dim(line)}`);
    }
    lines.push('');
  }
  lines.push(colors.dim(`${all.length} rules. "lockstep explain <rule>" says more about one.`));
  io.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function asJson({ id, family, severity, strictOnly, summary, messages, options }: Rule): object {
  return { id, family, severity, recommended: strictOnly !== true, summary, messages, options };
}
