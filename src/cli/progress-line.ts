/** One line on a terminal that says how far the work has come; nothing where there is no terminal. */
import type { Sink } from './command.js';

export interface ProgressLine {
  /** Draws the line anew, but no oftener than a reader can follow; the text is made only then. */
  draw(text: () => string): void;
  /** Takes the line away, before something else is written to the terminal and at the end. */
  clear(): void;
}

/** Often enough to look alive, seldom enough to cost nothing. */
const REDRAW_MILLISECONDS = 100;
const ERASE_LINE = '\r\u001b[2K';

/**
 * @param clock milliseconds, from any start
 * @param patience milliseconds of work that need no line
 */
export function progressLine(sink: Sink, clock: () => number, patience = 0): ProgressLine {
  let next = clock() + patience;
  let shown = false;
  return {
    draw(text) {
      const now = clock();
      if (sink.isTTY !== true || now < next) return;
      next = now + REDRAW_MILLISECONDS;
      shown = true;
      sink.write(`${ERASE_LINE}${text().slice(0, (sink.columns ?? 80) - 1)}`);
    },
    clear() {
      if (shown) sink.write(ERASE_LINE);
      shown = false;
      next = clock();
    },
  };
}
