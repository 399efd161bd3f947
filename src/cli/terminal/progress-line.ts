/** Shows progress in one line on a terminal; does nothing without a terminal. */
import type { Sink } from '../command.js';

export interface ProgressLine {
  /** Redraws the line, but not more often than a reader can follow. It calls `text` only when it draws. */
  draw(text: () => string): void;
  /** Removes the line. Call it before other output to the terminal, and at the end. */
  clear(): void;
}

/** Often enough to look alive, rarely enough to cost nothing. */
const REDRAW_MILLISECONDS = 100;
const ERASE_LINE = '\r\u001b[2K';

/**
 * @param clock a clock in milliseconds; its start means nothing
 * @param patience milliseconds before the line first appears
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
