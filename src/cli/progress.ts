import type { SingleBar } from 'cli-progress';
import type { Io } from './io.js';

/** Shows how far a long run is, to a person who watches. */
export interface Progress {
  readonly update: (done: number, total: number) => Promise<void> | undefined;
  readonly stop: () => void;
}

/**
 * A progress bar on standard error for a run of more than 500 files or more than a second. Where standard error is no
 * terminal nothing is shown, and until there is something to show nothing is loaded.
 */
export function progressFor(io: Io): Progress {
  if (!io.stderr.isTTY || io.env.CI !== undefined) return { update: () => undefined, stop: () => undefined };
  const started = Date.now();
  let bar: SingleBar | undefined;
  let drawn = 0;
  return {
    update(done, total) {
      const now = Date.now();
      if (bar === undefined) {
        if (done >= total || (total <= 500 && now - started < 1000)) return undefined;
        return createBar().then((created) => {
          bar = created;
          bar.start(total, done);
        });
      }
      if (now - drawn < 100) return undefined;
      // The run leaves no room for the bar's own timer.
      bar.update(done);
      bar.render();
      drawn = now;
      return undefined;
    },
    stop: () => bar?.stop(),
  };
}

async function createBar(): Promise<SingleBar> {
  const { default: progress } = await import('cli-progress');
  // Its handler of SIGINT would only run when the run is over; without one, Ctrl-C ends the program at once.
  const options = { format: '{bar} {value}/{total} files', clearOnComplete: true, gracefulExit: false };
  return new progress.SingleBar(options, progress.Presets.shades_classic);
}
