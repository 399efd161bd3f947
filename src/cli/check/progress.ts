/** A line on the terminal that tells how far the work has come, once it takes longer than a second. */
import type { Sink } from '../command.js';

const PATIENCE = 1000;
const INTERVAL = 100;

export interface Progress {
  report(done: number, total: number): void;
  /** Takes the line away again. */
  end(): void;
}

/** @param clock milliseconds */
export function progressOn(sink: Sink, clock: () => number = Date.now): Progress {
  if (sink.isTTY !== true) return { report: () => undefined, end: () => undefined };
  let next = clock() + PATIENCE;
  let shown = false;
  return {
    report(done, total) {
      if (clock() < next) return;
      next = clock() + INTERVAL;
      shown = true;
      sink.write(`\r\u001b[2K${done} of ${total} files`);
    },
    end() {
      if (shown) sink.write('\r\u001b[2K');
    },
  };
}
