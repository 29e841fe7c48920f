import { baseName, compareText, withoutEnding } from './names.js';
import type { Folder, Runner, RunnerFile } from './runner.js';

/** Changes run in the order of the plan, `sqitch.plan`; their scripts lie in deploy, revert and verify. */
export const sqitch: Runner = {
  id: 'sqitch',
  name: 'Sqitch',
  sources: [
    'sqitchers/sqitch: lib/App/Sqitch/Plan.pm (plan, duplicates)',
    'sqitchers/sqitch: lib/App/Sqitch/Engine/pg.pm (scripts go to psql, which wraps them in nothing)',
  ],
  detect(folder) {
    if (!/(?:^|\/)(?:deploy|revert|verify)$/.test(folder.path)) return undefined;
    if (folder.nearest('sqitch.plan') === undefined) return undefined;
    return { strength: 'certain', reason: 'sqitch.plan lies beside the directory' };
  },
  fileOf(path, folder) {
    if (!/\.sql$/.test(path)) return undefined;
    const id = withoutEnding(path);
    // A reworked change keeps its old script under the name of the tag: users@v1.sql.
    return { path, id, version: id, part: parts[baseName(folder.path)] ?? 'up' };
  },
  compare(a, b, folder) {
    const [first, second] = [placeOf(a, folder), placeOf(b, folder)];
    return first - second || compareText(a.path, b.path);
  },
  behaviour: () => ({
    transaction: 'statement',
    withoutTransaction: 'statement',
    // The id of a change is a hash over those before it: what has run is no longer found in the plan.
    late: 'error',
    duplicate: 'error',
    edited: 'unnoticed',
  }),
};

const parts: Readonly<Record<string, RunnerFile['part']>> = { revert: 'down', verify: 'verify' };

const plans = new WeakMap<Folder, readonly string[]>();

/** Where a change stands in the plan; what is not in it never runs, and comes last. */
function placeOf({ id }: RunnerFile, folder: Folder): number {
  let plan = plans.get(folder);
  if (plan === undefined) {
    plan = changesOf(folder.nearest('sqitch.plan') ?? '');
    plans.set(folder, plan);
  }
  const place = plan.indexOf(id);
  return place < 0 ? plan.length : place;
}

/** The names of a plan's changes in order; one that was reworked under the name of its tag as well: `users@v1`. */
function changesOf(plan: string): readonly string[] {
  const changes: string[] = [];
  let unmarked: number[] = [];
  const latest = new Map<string, number>();
  const tagged = new Map<string, string>();
  for (const line of plan.split(/\r?\n/)) {
    const tag = /^@(\S+)/.exec(line);
    if (tag?.[1] !== undefined) {
      for (const place of unmarked) tagged.set(changes[place] ?? '', tag[1]);
      unmarked = [];
      continue;
    }
    const change = /^\s*[+]?\s*([^\s%@#+-][^\s@]*)/.exec(line)?.[1];
    if (change === undefined) continue;
    const earlier = latest.get(change);
    if (earlier !== undefined) changes[earlier] = `${change}@${tagged.get(change) ?? ''}`;
    const place = changes.push(change) - 1;
    latest.set(change, place);
    unmarked.push(place);
  }
  return changes;
}
