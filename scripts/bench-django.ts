/**
 * Measures Lockstep on a Django project of 800 migrations in 16 apps, and ends in exit code 1 when the target is missed.
 *
 *     npx tsx scripts/bench-django.ts                 seven rounds
 *     npx tsx scripts/bench-django.ts --rounds 3
 *
 * The project is generated into a temporary directory and Lockstep is built first; the time is that of a whole process,
 * output thrown away. On a busy machine the time of the processors says more than that of the clock.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeProject } from './bench-django-files.js';
import { processorTime, race } from './bench-measure.js';
import type { Timing } from './bench-measure.js';

/** Milliseconds, on two quiet processors. */
const target = 600;

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a positive number.');

execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
const directory = mkdtempSync(join(tmpdir(), 'lockstep-bench-django-'));
try {
  writeProject(directory, 16, 50);
  const lockstep = {
    name: 'lockstep',
    command: join(root, 'dist/cli.cjs'),
    args: ['lint', directory, '--format', 'compact'],
  };
  const [{ median, fastest, slowest }] = race([lockstep], rounds) as [Timing]; // One contender, one timing.
  const busy = Math.min(...Array.from({ length: rounds }, () => processorTime(lockstep)));
  const load = loadavg().map((value) => value.toFixed(2));
  console.log(
    `Node ${process.version}, ${availableParallelism()} processors, load ${load.join(' ')}\n` +
      `${median <= target ? 'met   ' : 'MISSED'}  800 migrations in 16 apps: ${median.toFixed(0)} ms (${fastest.toFixed(0)} to ${slowest.toFixed(0)}), ` +
      `processors ${busy.toFixed(0)} ms [at most ${target} ms]`,
  );
  if (median > target) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
