import type { Effect } from '../core/effect.js';
import type { Message, Problem } from '../core/rule.js';

/** The three sentences of a problem. What was not known and judged on the safe side is said at the end of the first. */
export function say(
  message: Message,
  problem: Problem,
  evidence: readonly Effect[],
): { readonly message: string; readonly why: string; readonly instead: string } {
  const sentence = fillIn(message.message, problem.data);
  return {
    message: evidence.some(isInDoubt) ? [sentence, ...new Set(evidence.flatMap(doubtOf))].join(' ') : sentence,
    why: fillIn(message.why, problem.data),
    instead: fillIn(message.instead, problem.data),
  };
}

function isInDoubt({ unknown }: Effect): boolean {
  return unknown !== undefined;
}

function doubtOf({ unknown }: Effect): readonly string[] {
  return unknown === undefined ? [] : [unknown];
}

/** Fills the `{{datum}}` places of a template. A datum that is missing is a bug of the rule and thrown as one. */
function fillIn(template: string, data: Readonly<Record<string, string>>): string {
  const parts = partsOf(template);
  let text = parts[0] ?? '';
  for (let at = 1; at < parts.length; at += 2) {
    const name = parts[at] ?? '';
    const value = data[name];
    if (value === undefined) throw new Error(`The message wants {{${name}}}, which the rule did not provide.`);
    text += value + (parts[at + 1] ?? '');
  }
  return text;
}

/** A template as text and name of a datum in turn. There are few templates, and one is filled in thousands of times. */
function partsOf(template: string): readonly string[] {
  let parts = taken.get(template);
  if (parts === undefined) taken.set(template, (parts = template.split(/\{\{(\w+)\}\}/)));
  return parts;
}

const taken = new Map<string, readonly string[]>();
