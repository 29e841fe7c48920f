import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DjangoVersion, djangoVersions } from './versions.js';

/** A Django project of the corpus under `fixtures/django`. */
export interface CorpusProject {
  /** Below `fixtures/django`: `shop`, `graphs/two-heads`. */
  readonly name: string;
  /** The absolute directory, which holds `settings.py`. */
  readonly root: string;
  readonly about: string;
  /** The versions of Django it is recorded with. */
  readonly versions: readonly DjangoVersion[];
}

/** Where the corpus is, absolute. */
const corpusRoot = fileURLToPath(new URL('../../../fixtures/django', import.meta.url));

/** Every project of the corpus, by name. Those under `graphs` are recorded for their graph alone. */
export function corpusProjects(): readonly CorpusProject[] {
  return ['', 'graphs/'].flatMap((parent) =>
    readdirSync(join(corpusRoot, parent))
      .sort()
      .map((name) => parent + name)
      .filter((name) => existsSync(join(corpusRoot, name, 'corpus.json')))
      .map(readProject),
  );
}

function readProject(name: string): CorpusProject {
  const root = join(corpusRoot, name);
  // The files are ours, and the recorder would fail on any other shape.
  const corpus = JSON.parse(readFileSync(join(root, 'corpus.json'), 'utf8')) as { about: string; django: string };
  return { name, root, about: corpus.about, versions: djangoVersions.filter((each) => isWithin(each, corpus.django)) };
}

/** Whether a version is in a range such as `>=4.2 <6.0`. */
function isWithin(version: DjangoVersion, range: string): boolean {
  return range.split(' ').every((part) => {
    const [, sign, bound] = /^(>=|<)(\d+\.\d+)$/.exec(part) ?? [];
    if (sign === undefined) throw new Error(`${range} is no range of versions`);
    return sign === '<' ? Number(version) < Number(bound) : Number(version) >= Number(bound);
  });
}
