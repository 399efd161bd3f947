/**
 * Colors for terminals. No library is used: the usual one opens the stream of standard output while it loads, which takes
 * two milliseconds of every start.
 */
import type { Io, Sink } from '../command.js';

/** The codes that begin and end each style. Source: ECMA-48, "Select graphic rendition". */
const styles = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Colors = Readonly<Record<keyof typeof styles, (text: string) => string>>;

/**
 * Whether a stream gets colors. FORCE_COLOR decides first (main sets it for `--color` and `--no-color`), then NO_COLOR,
 * and otherwise whether the stream is a terminal. Sources: no-color.org, and Node's tty.getColorDepth for FORCE_COLOR.
 */
export function usesColor({ isTTY }: Sink, { FORCE_COLOR, NO_COLOR }: Io['env']): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return !NO_COLOR && isTTY === true;
}

export function colorsFor(sink: Sink, env: Io['env']): Colors {
  return createColors(usesColor(sink, env));
}

/** @param on if false, the text stays as it is */
export function createColors(on: boolean): Colors {
  const paint =
    ([begin, end]: readonly [number, number]) =>
    (text: string) =>
      on ? `\u001b[${begin}m${text}\u001b[${end}m` : text;
  const entries = Object.entries(styles).map(([name, codes]) => [name, paint(codes)]);
  return Object.fromEntries(entries) as Colors;
}
