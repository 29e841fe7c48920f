import type { Rule } from '../src/core/rule.js';
import { fixturesOf, withoutMarks } from '../test/rules/fixture.js';
import type { Fixture } from '../test/rules/fixture.js';
import { wayOut } from './rule-plan.js';
import { severities } from './rule-table.js';

/**
 * The page of a rule: a head from its definition, the author's prose, and at the end the examples, which are its first
 * fixtures, with its messages and options.
 */
export function pageOf(rule: Rule, current: string): string {
  return [marked('head', headOf(rule)), proseOf(current), marked('reference', referenceOf(rule))].join('\n\n') + '\n';
}

function marked(name: string, text: string): string {
  return `<!-- generated: ${name} -->\n${text}\n<!-- end of ${name} -->`;
}

function proseOf(current: string): string {
  return current.replace(/<!-- generated: (\w+) -->.*?<!-- end of \1 -->/gs, '').trim();
}

function headOf(rule: Rule): string {
  return `# ${rule.id}\n\n${rule.summary}\n\nFamily \`${rule.family}\`, severity ${severities(rule)}.`;
}

function referenceOf(rule: Rule): string {
  return [
    ...example('Reported', fixturesOf(rule.id, 'bad')[0]),
    ...example('Not reported', fixturesOf(rule.id, 'good')[0]),
    ...wayOut(rule),
    '## Messages',
    ...Object.entries(rule.messages).map(([id, message]) => `- \`${id}\`: ${shown(message.message)}`),
    ...options(rule),
  ]
    .join('\n\n')
    .replace(/(\n- [^\n]*)\n(?=\n- )/g, '$1');
}

function example(title: string, fixture: Fixture | undefined): string[] {
  if (fixture === undefined) return [];
  // Empty files, such as those that make a directory a package, say nothing.
  const shownFiles = fixture.files.filter(({ text }) => text.trim() !== '');
  const language = shownFiles.some(({ name }) => name.endsWith('.py')) ? 'python' : 'sql';
  const comment = language === 'python' ? '#' : '--';
  const several = shownFiles.length > 1;
  const files = shownFiles.map((file) => (several ? `${comment} ${file.name}\n` : '') + withoutMarks(file));
  const version = fixture.postgres === undefined ? '' : ` (PostgreSQL ${fixture.postgres})`;
  return [`## ${title}${version}`, '```' + language + '\n' + files.join('\n\n') + '\n```'];
}

/** The places of a template as a reader sees them: `{{table}}` becomes *table*. */
function shown(template: string): string {
  return template.replace(/\{\{(\w+)\}\}/g, '*$1*');
}

function options(rule: Rule): string[] {
  const all = Object.entries(rule.options);
  if (all.length === 0) return [];
  return [
    '## Options',
    ...all.map(([name, option]) => {
      const values =
        option.values === undefined ? '' : ` One of ${option.values.map((value) => `\`"${value}"\``).join(', ')}.`;
      return `- \`${name}\` (default \`${JSON.stringify(option.default)}\`): ${option.description}${values}`;
    }),
  ];
}
