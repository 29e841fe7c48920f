import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generatedFiles } from '../scripts/generated-files.js';

it('the registry of the rules, their pages and the README are generated from what they describe', async () => {
  for (const { path, text } of await generatedFiles()) {
    const current = readFileSync(path, 'utf8');
    expect(current, `${path} is stale: run npm run generate`).toBe(text);
  }
});
