import type { Effect } from '../core/effect.js';
import type { Message, Problem } from '../core/rule.js';

/** Fills the `{{datum}}` places of a template. A datum that is missing is a bug of the rule and thrown as one. */
function fillIn(template: string, data: Readonly<Record<string, string>>): string {
  if (!template.includes('{{')) return template;
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = data[name];
    if (value === undefined) throw new Error(`The message wants {{${name}}}, which the rule did not provide.`);
    return value;
  });
}

/** The three sentences of a problem. What was not known and judged on the safe side is said at the end of the first. */
export function say(
  message: Message,
  problem: Problem,
  evidence: readonly Effect[],
): { readonly message: string; readonly why: string; readonly instead: string } {
  const sentence = fillIn(message.message, problem.data);
  const unknown = new Set(evidence.flatMap((effect) => effect.unknown ?? []));
  return {
    message: unknown.size === 0 ? sentence : [sentence, ...unknown].join(' '),
    why: fillIn(message.why, problem.data),
    instead: fillIn(message.instead, problem.data),
  };
}
