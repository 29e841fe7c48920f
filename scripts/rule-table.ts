import type { Rule } from '../src/core/rule.js';

/** The rules as Markdown tables, one per family. */
export function ruleTable(rules: readonly Rule[]): string {
  const families = [...new Set(rules.map(({ family }) => family))];
  return families
    .map((family) =>
      [
        `### ${family}`,
        '',
        '| rule | severity | what it flags |',
        '| --- | --- | --- |',
        ...rules
          .filter((rule) => rule.family === family)
          .map((rule) => `| [\`${rule.id}\`](rules/${family}/${rule.id}.md) | ${severities(rule)} | ${rule.summary} |`),
      ].join('\n'),
    )
    .join('\n\n');
}

/** The severities a rule can report, the strongest first; `strict only` when the recommended preset leaves it out. */
export function severities(rule: Rule): string {
  const all = new Set(Object.values(rule.messages).map(({ severity }) => severity ?? rule.severity));
  const words = (['error', 'warning'] as const).filter((severity) => all.has(severity)).join(', ');
  return rule.strictOnly === true ? `${words} (strict only)` : words;
}
