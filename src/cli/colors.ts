/**
 * Colour for terminals. Written here because the usual library asks for the stream of standard output while
 * it loads, and opening that takes two milliseconds of every start.
 */

/** Codes that begin and end a style. Source: ECMA-48, "Select graphic rendition". */
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

/** @param on whether to colour at all; the text stays as it is otherwise */
export function createColors(on: boolean): Colors {
  const paint =
    ([begin, end]: readonly [number, number]) =>
    (text: string) =>
      on ? `\u001b[${begin}m${text}\u001b[${end}m` : text;
  const entries = Object.entries(styles).map(([name, codes]) => [name, paint(codes)]);
  return Object.fromEntries(entries) as Colors;
}
