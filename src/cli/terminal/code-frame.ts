/** Shows the lines around a place, with the place marked. */

import type { Finding, Problem } from '../../check/index.js';
import { lineAt } from '../../template/index.js';
import type { Colors } from './colors.js';
import { printable } from './printable.js';
import { cut, width } from './wrap.js';

const BEFORE = 2;
const AFTER = 3;

/** Characters per column, at most: a letter with accents or an emoji may consist of several characters. */
const MAX_WIDTH = 4;

/** A place in a text. */
type Marked = Pick<Problem, 'source' | 'line' | 'column'> & Pick<Finding, 'endLine' | 'endColumn'>;

/**
 * A code frame; empty where the text or the line does not exist. A line that is too long for the terminal (generated
 * templates may be one line) is cut around the place.
 */
export function frame(marked: Marked, colors: Colors, columns: number): string[] {
  const { source, line: at = 0, column = 1 } = marked;
  if (source === undefined) return [];
  const text = lineAt(source, at);
  if (text === undefined) {
    // A place after the end of the text is marked after its last line.
    const last = lineAt(source, at - 1);
    return last === undefined
      ? []
      : frame({ source, line: at - 1, column: last.length + 1 }, colors, columns);
  }
  const gutter = String(at + AFTER).length;
  const room = Math.max(20, columns - gutter - 7);
  // Only a part is measured: a line may be as long as the text, with many findings in it.
  const shownOf = (line: string, start: number) => printable(line.slice(start, start + MAX_WIDTH * room));
  const isShort = text.length <= MAX_WIDTH * room && width(text) <= room;
  const start = isShort ? 0 : Math.max(0, column - 1 - Math.floor(room / 3));
  // A cut line is shown alone, since its cut would be meaningless in the lines around it.
  const from = start > 0 ? at : Math.max(1, at - BEFORE);
  const to = start > 0 ? at : at + AFTER;
  const shown: string[] = [];
  for (let number = from; number <= to; number++) {
    const line = lineAt(source, number);
    if (line === undefined) break;
    const label = String(number).padStart(gutter);
    const part = cut(`${start > 0 ? '…' : ''}${shownOf(line, start)}`, room);
    if (number !== at) {
      shown.push(`    ${colors.dim(`${label} │ ${part}`)}`.trimEnd());
      continue;
    }
    shown.push(`  ${colors.red('▸')} ${label} ${colors.dim('│')} ${part}`);
    const indent = width(printable(text.slice(start, column - 1))) + (start > 0 ? 1 : 0);
    const length = width(shownOf(text.slice(0, endOf(marked, text) - 1), column - 1));
    const marks = '^'.repeat(Math.max(1, Math.min(length, room - indent)));
    shown.push(`    ${' '.repeat(gutter)} ${colors.dim('│')} ${' '.repeat(indent)}${colors.red(marks)}`);
  }
  return shown;
}

/** The first column after the marked part of the line. */
function endOf({ line, endLine, column = 1, endColumn }: Marked, text: string): number {
  if (endColumn === undefined) return column + 1;
  return endLine === line ? endColumn : text.length + 1;
}
