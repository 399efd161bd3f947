/** Colors for terminals. */
import { styleText } from 'node:util';
import type { Io, Sink } from '../command.js';

const styles = ['bold', 'dim', 'underline', 'red', 'green', 'yellow', 'cyan'] as const;
type Style = (typeof styles)[number];

export type Colors = Readonly<Record<Style, (text: string) => string>>;

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
  const paint = (style: Style) => (text: string) =>
    // `usesColor` has decided already, for the stream that the text goes to.
    on ? styleText(style, text, { validateStream: false }) : text;
  return Object.fromEntries(styles.map((style) => [style, paint(style)])) as Colors;
}
