import type { Folder } from './runner.js';

/** The first files of a folder that end in .sql, as a sample: marks stand in all files or in none. */
function sampleTexts(folder: Folder): readonly string[] {
  let texts = samples.get(folder);
  if (texts === undefined) {
    const paths = folder.files.filter((path) => /\.sql$/i.test(path)).sort();
    const chosen = paths.length <= 3 ? paths : [...paths.slice(0, 2), ...paths.slice(-1)];
    texts = chosen.flatMap((path) => folder.text(path) ?? []);
    samples.set(folder, texts);
  }
  return texts;
}

/** Every runner asks for the same few. */
const samples = new WeakMap<Folder, readonly string[]>();

/** Whether one of a few files of a folder bears a mark. */
export function someText(folder: Folder, mark: RegExp): boolean {
  return sampleTexts(folder).some((text) => mark.test(text));
}

/**
 * The version of an npm package that a project uses, as [major, minor]: the one that is installed, else the least that
 * package.json asks for. Undefined when neither says.
 */
export function packageVersion(folder: Folder, name: string): readonly [number, number] | undefined {
  const installed = /"version"\s*:\s*"(\d+)\.(\d+)/.exec(folder.nearest(`node_modules/${name}/package.json`) ?? '');
  if (installed !== null) return [Number(installed[1]), Number(installed[2])];
  const manifest = folder.nearest('package.json') ?? '';
  const asked = new RegExp(`"${name}"\\s*:\\s*"[~^>=v\\s]*(\\d+)(?:\\.(\\d+))?`).exec(manifest);
  return asked === null ? undefined : [Number(asked[1]), Number(asked[2] ?? 0)];
}

/** Whether package.json names a package among what the project needs. */
export function needsPackage(folder: Folder, name: string): boolean {
  return (folder.nearest('package.json') ?? '').includes(`"${name}"`);
}

/** Whether a folder ends in these names: `supabase/migrations`. */
export function liesIn(folder: Folder, names: string): boolean {
  return folder.path === names || folder.path.endsWith(`/${names}`);
}
