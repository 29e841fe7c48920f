/**
 * Writes the generated parts of the repository: the registry of the rules, the heads and examples of their pages, and
 * the rule table of the README. `--check` writes nothing and fails when something is stale.
 *
 *     npm run generate
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { generatedFiles } from './generated-files.js';

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const { path, text } of await generatedFiles()) {
  if (currentText(path) === text) continue;
  stale.push(path);
  if (!check) writeFileSync(path, text);
}
if (stale.length > 0) console.log(`${check ? 'Stale' : 'Written'}:\n${stale.map((path) => `  ${path}`).join('\n')}`);
if (check && stale.length > 0) {
  console.error('Run `npm run generate` and commit the result.');
  process.exitCode = 1;
}

function currentText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // Not there yet: it is written.
  }
}
