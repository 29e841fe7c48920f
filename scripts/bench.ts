/**
 * Measures Lockstep as its users start it, against `squawk-cli` from npm and against bare Node, and ends in exit code 1
 * when a target is missed.
 *
 *     npm run bench                 seven rounds
 *     npm run bench -- --rounds 3
 *
 * How: the project is built; the files are generated into a temporary directory; each time is that of a whole process
 * (started by its npm bin, output thrown away) and the median of the rounds, in which the contenders take turns after
 * one round that is not counted. squawk is installed from npm beside the files (it is no development dependency: an
 * install of those must not depend on what it offers for other platforms). It prints with its gcc reporter, Lockstep with `--format compact`. Squawk judges
 * each file by itself, Lockstep all files as one history. Run it on a quiet machine: the head of the table says how
 * busy it was.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeMigrations } from './bench-files.js';
import type { Shape } from './bench-files.js';
import { peakMemory, race } from './bench-measure.js';
import type { Contender, Timing } from './bench-measure.js';

interface Verdict {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  readonly met: boolean;
}

/** The release that is measured against. */
const squawkRelease = 'squawk-cli@2.66.0';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a positive number.');

execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
const directory = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
try {
  const verdicts = measureAll(directory);
  print(verdicts);
  if (verdicts.some(({ met }) => !met)) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function measureAll(base: string): readonly Verdict[] {
  const shapes: readonly Shape[] = ['narrow', 'wide'];
  for (const shape of shapes) writeMigrations(join(base, shape), 10_000, shape);
  writeMigrations(join(base, 'tenth'), 1_000, 'narrow');
  // Alone in its directory: what lies beside a migration is looked at as well.
  const one = join(base, 'one', '0001_note.sql');
  mkdirSync(dirname(one));
  writeFileSync(one, 'ALTER TABLE orders ADD COLUMN note text;\n');
  const squawk = installSquawk(base);
  return [
    ...shapes.map((shape) => againstSquawk(squawk, join(base, shape), shape)),
    againstBareNode(one),
    ...shapes.map((shape) => memory(join(base, shape), shape)),
    growth(join(base, 'tenth'), join(base, 'narrow')),
  ];
}

function installSquawk(base: string): string {
  const flags = ['--prefix', base, '--no-save', '--no-audit', '--no-fund', '--loglevel', 'error'];
  execFileSync('npm', ['install', ...flags, squawkRelease], { cwd: base, stdio: ['ignore', 'ignore', 'inherit'] });
  return join(base, 'node_modules/.bin/squawk');
}

function againstSquawk(squawk: string, files: string, shape: Shape): Verdict {
  const [theirs, ours] = race(
    [{ name: 'squawk', command: squawk, args: ['--reporter', 'gcc', `${files}/*.sql`] }, lockstep(files)],
    rounds,
  ) as [Timing, Timing]; // As many timings as contenders.
  return {
    what: `10,000 files of 5 statements, ${shape} tables`,
    measured: `${spread(ours)}, squawk ${spread(theirs)}`,
    target: 'at most squawk',
    met: ours.median <= theirs.median,
  };
}

function againstBareNode(file: string): Verdict {
  const bare = { name: 'node', command: process.execPath, args: ['-e', '0'] };
  // These are short: more rounds cost little and settle the median.
  const [floor, ours] = race([bare, lockstep(file)], rounds * 3) as [Timing, Timing]; // As many as contenders.
  const ratio = ours.median / floor.median;
  return {
    what: 'one small file',
    measured: `${spread(ours)}, node -e 0 ${spread(floor)}: ${ratio.toFixed(2)} times`,
    target: 'at most 2.00 times',
    met: ratio <= 2,
  };
}

function memory(files: string, shape: Shape): Verdict {
  const peak = peakMemory(lockstep(files));
  return {
    what: `peak memory on 10,000 files, ${shape} tables`,
    measured: `${peak.toFixed(0)} MB`,
    target: 'under 300 MB',
    met: peak < 300,
  };
}

function growth(tenth: string, whole: string): Verdict {
  const [small, large] = race([lockstep(tenth), lockstep(whole)], rounds) as [Timing, Timing]; // As many as contenders.
  const ratio = large.median / small.median;
  return {
    what: '10,000 files against 1,000',
    measured: `${spread(large)}, ${spread(small)}: ${ratio.toFixed(1)} times`,
    target: 'at most 11.0 times',
    met: ratio <= 11,
  };
}

function lockstep(path: string): Contender {
  return { name: 'lockstep', command: join(root, 'dist/cli.cjs'), args: ['lint', path, '--format', 'compact'] };
}

function spread({ median, fastest, slowest }: Timing): string {
  return `${median.toFixed(0)} ms (${fastest.toFixed(0)} to ${slowest.toFixed(0)})`;
}

function print(verdicts: readonly Verdict[]): void {
  const load = loadavg().map((value) => value.toFixed(2));
  console.log(
    `Node ${process.version}, ${availableParallelism()} processors, load ${load.join(' ')}; median of ${rounds} (fastest to slowest)\n`,
  );
  for (const { what, measured, target, met } of verdicts) {
    console.log(`${met ? 'met   ' : 'MISSED'}  ${what}: ${measured} [${target}]`);
  }
}
