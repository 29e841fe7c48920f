import path from 'node:path';
import { rules } from '../rules/index.js';
import type { Phase } from '../src/core/plan.js';
import { rewriteFiles } from '../src/project/rewrite.js';

const project = path.resolve('fixtures/projects/users');
const answer = ['users.email', "login || '@example.org'"] as const;

/** The plan that the README shows from start to end, as `lockstep rewrite` writes it for the example project. */
export async function readmePlan(): Promise<string> {
  const options = { paths: ['migrations/0007_email.sql'], cwd: project, answers: new Map([answer]) };
  const [plan] = (await rewriteFiles(options, rules)).plans;
  if (plan === undefined) throw new Error('The example of the README has no plan.');
  return [
    '```sh',
    `npx lockstep rewrite migrations/0007_email.sql --set "${answer.join('=')}" --write`,
    '```',
    ...plan.phases.flatMap(sectionOf),
  ].join('\n');
}

function sectionOf({ name, deploy, files }: Phase, place: number): string[] {
  return [
    '',
    `**${place + 1}. ${name}**`,
    ...files.flatMap(({ path: file, transaction, text }) => [
      '',
      `<details><summary><code>${file}</code>${transaction ? '' : ' (outside a transaction)'}</summary>`,
      '',
      '```sql',
      text.trimEnd(),
      '```',
      '',
      '</details>',
    ]),
    ...(deploy === '' ? [] : ['', `→ ${deploy}`]),
  ];
}
