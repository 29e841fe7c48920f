import type { SingleBar } from 'cli-progress';
import type { Io } from './io.js';

/** Shows how far a long run is, to a person who watches. */
export interface Progress {
  readonly update: (done: number, total: number) => void;
  readonly stop: () => void;
}

/**
 * A progress bar on standard error for a run of more than 500 files or more than a second. Where standard error is no
 * terminal nothing is shown and nothing loaded.
 */
export async function progressFor(io: Io): Promise<Progress> {
  if (!io.stderr.isTTY || io.env.CI !== undefined) return { update: () => undefined, stop: () => undefined };
  const { default: progress } = await import('cli-progress');
  const started = Date.now();
  let bar: SingleBar | undefined;
  let last = 0;
  return {
    update(done, total) {
      const now = Date.now();
      if (bar === undefined && done < total && (total > 500 || now - started > 1000)) {
        const options = { format: '{bar} {value}/{total} files', clearOnComplete: true, hideCursor: true };
        bar = new progress.SingleBar(options, progress.Presets.shades_classic);
        bar.start(total, done);
      }
      // The run does not pause for timers, so the bar is drawn here, at most ten times a second.
      if (bar !== undefined && now - last > 100) {
        bar.update(done);
        bar.render();
        last = now;
      }
    },
    stop: () => bar?.stop(),
  };
}
