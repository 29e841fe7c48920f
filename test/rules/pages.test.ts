import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.js';

it.each(rules.map((rule) => [rule.id, rule] as const))(
  '%s has a page that says what happens and what to do',
  (_, rule) => {
    const page = readFileSync(`rules/${rule.family}/${rule.id}.md`, 'utf8');
    const prose = page.replace(/<!-- generated: (\w+) -->.*?<!-- end of \1 -->/gs, '');
    expect(prose).toMatch(/^## What happens\n\n\S/m);
    expect(prose).toMatch(/^## What to do\n\n\S/m);
  },
);
