/**
 * Reads, replays and judges bent SQL until time is up, and stops at the first text on which that goes wrong.
 *
 *     npm run fuzz                          a minute, another seed each time
 *     npm run fuzz -- --seconds 600
 *     npm run fuzz -- --seed 42 --from 700  again, from the input with that number
 *     npm run fuzz -- --keep-going          count the complaints instead of stopping at the first
 *
 * A text that was found here belongs into test/fuzz/found.ts.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { complaintAbout, loadParsers } from '../test/fuzz/complaint.js';
import { inputFor } from '../test/fuzz/mutate.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    from: { type: 'string', default: '0' },
    'keep-going': { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const end = performance.now() + Number(values.seconds) * 1000;

console.log(`Seed ${seed}, ${values.seconds} seconds.`);
await loadParsers();
const current = new Int32Array(new SharedArrayBuffer(4));
const watchdog = startWatchdog(current);
const complaints = new Map<string, number>();
let number = Number(values.from);
for (; performance.now() < end; number++) {
  current[0] = number;
  const text = inputFor(seed, number);
  const complaint = complaintOrError(text);
  if (complaint === undefined) continue;
  const kind = complaint.replace(/: .*/s, '');
  const times = complaints.get(kind) ?? 0;
  complaints.set(kind, times + 1);
  if (times === 0) console.log(`\nInput ${number}: ${complaint}\n${JSON.stringify(text)}`);
  if (!values['keep-going']) break;
}
await watchdog.terminate();
console.log(`\n${number - Number(values.from)} inputs, ${complaints.size} kinds of complaint.`);
for (const [kind, times] of complaints) console.log(`${String(times).padStart(6)}  ${kind}`);
process.exitCode = complaints.size > 0 ? 1 : 0;

function complaintOrError(text: string): string | undefined {
  try {
    return complaintAbout(text);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join('\n') : String(error);
  }
}

/** A loop without end cannot interrupt itself: another thread sees that the number stands still and ends the process. */
function startWatchdog(shared: Int32Array): Worker {
  const code = `
    const { workerData } = require('node:worker_threads');
    let last = -1;
    setInterval(() => {
      if (workerData[0] === last) {
        require('node:fs').writeSync(1, '\\nInput ' + last + ' takes longer than 20 seconds.\\n');
        process.kill(process.pid, 'SIGKILL');
      }
      last = workerData[0];
    }, 20_000);`;
  return new Worker(code, { eval: true, workerData: shared });
}
