import type { Colors } from '../terminal/colors.js';
import { printable } from '../terminal/printable.js';
import { cut, width } from '../terminal/wrap.js';

/** The least width of the last column. */
const MIN_ROOM = 40;

/**
 * The last column takes the remaining width. Where that is too little, it goes below its row.
 *
 * @param columns width of the terminal; without a terminal nothing is cut
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  colors: Colors,
  columns = Number.POSITIVE_INFINITY,
): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = header.map((title, at) =>
    Math.max(title.length, ...shown.map((row) => width(row[at] ?? ''))),
  );
  const last = header.length - 1;
  const start = widths.slice(0, last).reduce((sum, each) => sum + each + 2, 2);
  const isBelow = columns - start < Math.min(MIN_ROOM, widths[last] ?? 0);
  const line = (row: readonly string[], dress: (cell: string) => string) => {
    const cells = row
      .slice(0, last)
      .map((cell, at) => dress(cell) + ' '.repeat((widths[at] ?? 0) - width(cell)));
    const end = row[last] ?? '';
    if (!isBelow) return `  ${[...cells, dress(cut(end, columns - start))].join('  ').trimEnd()}\n`;
    const under = end === '' || row === header ? '' : `            ${colors.dim(cut(end, columns - 12))}\n`;
    return `  ${cells.join('  ').trimEnd()}\n${under}`;
  };
  const body = shown.map((row) => line(row, (cell) => paintStatus(cell, colors)));
  return line(header, (title) => colors.dim(title)) + body.join('');
}

/** Colors a cell that is a status. */
export function paintStatus(cell: string, colors: Colors): string {
  if (!/^[A-Z_]{6,}$/.test(cell)) return cell;
  if (/FAILED|ROLLBACK/.test(cell)) return colors.red(cell);
  return /COMPLETE|SUCCE/.test(cell) ? colors.green(cell) : cell;
}
