import { holesIn } from '../core/hole.js';
import type { Edit, Rewrite, Severity } from '../core/finding.js';
import type { Comment, Migration } from '../core/migration.js';
import type { Rule } from '../core/rule.js';
import type { Span } from '../core/span.js';
import type { FindingCollector } from './findings.js';
import { inputRules } from './input-rules.js';
import type { Settings } from './settings.js';
import type { Suppression } from './suppressions.js';

/** Reports what the reader could not read, and what a plan has left open. */
export function judgeInput(
  { problems, source }: Pick<Migration, 'problems' | 'source'>,
  collector: FindingCollector,
): void {
  for (const { kind, message, span } of problems) {
    addInput(collector, kind, { problem: message }, span);
  }
  for (const { start, end, question } of holesIn(source.text)) {
    addInput(collector, 'unfilled-hole', { question }, { start, end });
  }
}

/** Reports suppressions that suppress nothing, name no rule or give no reason. To be called when all rules have run. */
export function judgeSuppressions(collector: FindingCollector, settings: Settings): void {
  for (const suppression of collector.suppressions.all) {
    const { comment, rules, reason, used } = suppression;
    const unknown = rules.filter((rule) => !settings.knownRules.has(rule));
    for (const rule of unknown) addInput(collector, 'unknown-suppression', { rule }, comment.span);
    if (settings.requireReason && reason === undefined) {
      addInput(collector, 'suppression-without-reason', {}, comment.span);
    }
    if (!used && settings.unusedSuppressions !== 'off' && couldBeUsed(suppression, settings, unknown)) {
      const named = rules.length === 0 ? 'every rule' : rules.join(', ');
      const rewrite = {
        title: 'Remove the comment',
        applicability: 'safe',
        edits: [removalOf(comment, collector)],
      } as const;
      // The end of a block would be left behind.
      const isBlock = /^lockstep-disable(?!-)/.test(comment.text);
      addInput(collector, 'unused-suppression', { rules: named }, comment.span, {
        severity: settings.unusedSuppressions,
        ...(isBlock ? {} : { rewrite }),
      });
    }
  }
}

/** Takes a comment out with the line it has to itself, or with the blanks before it. */
function removalOf({ span }: Comment, { migration: { source } }: FindingCollector): Edit {
  const before = /[^\n\r]*$/.exec(source.text.slice(0, span.start))?.[0] ?? '';
  const after = /^[ \t]*(?:\r?\n|\r|$)/.exec(source.text.slice(span.end))?.[0];
  if (before.trim() === '' && after !== undefined) {
    return { span: { start: span.start - before.length, end: span.end + after.length }, text: '' };
  }
  return { span: { start: span.start - (before.length - before.trimEnd().length), end: span.end }, text: '' };
}

/** A suppression of a rule that is switched off is not unused: the rule did not run. */
function couldBeUsed({ rules }: Suppression, settings: Settings, unknown: readonly string[]): boolean {
  if (unknown.length > 0) return false;
  return rules.length === 0 || rules.some((name) => settings.rules.some(({ rule }) => rule.id === name));
}

function addInput(
  collector: FindingCollector,
  id: string,
  data: Readonly<Record<string, string>>,
  span: Span,
  { severity, rewrite }: { readonly severity?: Severity; readonly rewrite?: Rewrite } = {},
): void {
  const rule = ruleById.get(id);
  const messageId = Object.keys(rule?.messages ?? {})[0];
  if (rule === undefined || messageId === undefined) throw new Error(`There is no input rule ${id}.`);
  collector.add({
    rule,
    severity,
    problem: { messageId, data },
    operation: undefined,
    evidence: [],
    span,
    ...(rewrite === undefined ? {} : { rewrite }),
  });
}

const ruleById = new Map<string, Rule>(inputRules.map((rule) => [rule.id, rule]));
