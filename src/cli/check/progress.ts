/** Shows the progress of `check` once it takes longer than a second. */
import type { Sink } from '../command.js';
import { progressLine } from '../terminal/progress-line.js';

const PATIENCE_MILLISECONDS = 1000;

export interface CheckProgress {
  report(done: number, total: number): void;
  /** Removes the line. */
  end(): void;
}

/** @param clock milliseconds */
export function progressOn(sink: Sink, clock: () => number = Date.now): CheckProgress {
  const line = progressLine(sink, clock, PATIENCE_MILLISECONDS);
  return {
    report: (done, total) => line.draw(() => `${done} of ${total} files`),
    end: () => line.clear(),
  };
}
