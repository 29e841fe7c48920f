import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory Lockstep is installed in: it holds `package.json` and the pages of the rules. */
function packageRoot(): string {
  root ??= find(path.dirname(fileURLToPath(import.meta.url)));
  return root;
}

/** The version in Lockstep's own `package.json`. */
export function packageVersion(): string {
  version ??= (JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as { version: string })
    .version;
  return version;
}

/** The text of a rule's page, `rules/<family>/<id>.md`; undefined while it has none. */
export function rulePage(rule: { readonly family: string; readonly id: string }): string | undefined {
  const file = path.join(packageRoot(), 'rules', rule.family, `${rule.id}.md`);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

let root: string | undefined;
let version: string | undefined;

// The program runs from src/ while it is developed and from dist/ when it is built, at different depths.
function find(directory: string): string {
  if (existsSync(path.join(directory, 'package.json'))) return directory;
  return find(path.dirname(directory));
}
