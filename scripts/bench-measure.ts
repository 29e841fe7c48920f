import { spawnSync } from 'node:child_process';

/** A command that is measured as a whole process, from its start to its end. */
export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** What several runs of one command took, in milliseconds. */
export interface Timing {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

/**
 * Runs the contenders in turns, so that whatever else the machine does meets them alike, and answers what each took.
 * A first turn, which fills the file cache, is not counted.
 */
export function race(contenders: readonly Contender[], rounds: number): readonly Timing[] {
  const times = contenders.map(() => [] as number[]);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      const time = runOnce(contender);
      if (round > 0) times[index]?.push(time);
    }
  }
  return times.map(timingOf);
}

/**
 * The most memory a Node program had resident, in megabytes (10^6 bytes). The program itself reports it at its end, as
 * only the process knows about all of its threads.
 */
export function peakMemory({ name, command, args }: Contender): number {
  const { stderr } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(reportPeak)}` },
  });
  const peak = /^peak (\d+)$/m.exec(stderr)?.[1];
  if (peak === undefined) throw new Error(`${name} did not report its memory:\n${stderr}`);
  return (Number(peak) * 1024) / 1e6;
}

/**
 * What a Node program kept the processors busy for, in milliseconds, all of its threads together: unlike the time of the
 * clock it hardly depends on what else the machine does.
 */
export function processorTime({ name, command, args }: Contender): number {
  const { stderr } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(reportTime)}` },
  });
  const time = /^busy (\d+)$/m.exec(stderr)?.[1];
  if (time === undefined) throw new Error(`${name} did not report its time:\n${stderr}`);
  return Number(time) / 1000;
}

const reportTime = `
import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  console.error('busy ' + (user + system));
});`;

/** Runs in the measured process. Linux keeps the peak of the program apart from that of the process that started it. */
const reportPeak = `
import { readFileSync, existsSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const peak = /VmHWM:\\s*(\\d+)/.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  console.error('peak ' + peak);
});`;

function runOnce({ name, command, args }: Contender): number {
  const start = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const time = performance.now() - start;
  if (error !== undefined) throw error;
  // Findings end both tools in 1; anything else did not measure what it should.
  if (status !== 0 && status !== 1) throw new Error(`${name} ended in exit code ${String(status)}.`);
  return time;
}

function timingOf(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    fastest: at(0),
    slowest: at(sorted.length - 1),
  };
}
