/** Turns offsets in a text into the lines and columns that an editor shows. */

/** A cache: callers look up the places of one text one after another. */
let last: { readonly text: string; readonly starts: readonly number[] } | undefined;

/**
 * Line and column of an offset, counted from 1. As in editors, a line ends with `\n`, `\r\n` or `\r`.
 */
export function position(text: string, offset: number): { line: number; column: number } {
  const starts = startsIn(text);
  const end = Math.min(offset, text.length);
  const line = lastAtMost(starts, end);
  return { line: line + 1, column: end - (starts[line] ?? 0) + 1 };
}

/** The text of a line, counted from 1, without its line break; undefined where the line does not exist. */
export function lineAt(text: string, line: number): string | undefined {
  const starts = startsIn(text);
  const start = starts[line - 1];
  // The line break at the end of a text begins no new line.
  if (start === undefined || (start === text.length && start > 0)) return undefined;
  let end = starts[line] ?? text.length;
  if (end > start && text.charAt(end - 1) === '\n') end--;
  if (end > start && text.charAt(end - 1) === '\r') end--;
  return text.slice(start, end);
}

/** Index of the last number that is at most `limit`, in an ascending list; -1 where all are greater. */
export function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function startsIn(text: string): readonly number[] {
  if (last?.text !== text) last = { text, starts: lineStarts(text) };
  return last.starts;
}

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return starts;
}
