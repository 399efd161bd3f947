/** Shows a finding's edit as changed lines, with one line before and after. */
import { applyEdits, type Edit } from '../../check/index.js';

export interface DiffLine {
  readonly mark: ' ' | '+' | '-';
  readonly text: string;
}

/** The number of characters shown before and after the edit. A generated template may be one long line. */
const REACH = 300;

/** The lines that an edit removes and adds, and one line around them. Long lines are cut around the edit. */
export function diffOf(source: string, edit: Edit): readonly DiffLine[] {
  const start = Math.max(0, edit.offset - REACH);
  const end = edit.offset + edit.length + REACH;
  const cut = source.slice(start, end).replace(/\r$/, '');
  const isLineStart = start === 0 || source.charAt(start - 1) === '\n';
  const isLineEnd = end >= source.length || /[\r\n]/.test(source.charAt(end));
  const lines = (text: string) => `${isLineStart ? '' : '…'}${text}${isLineEnd ? '' : '…'}`.split(/\r\n|\n/);
  return changed(lines(cut), lines(applyEdits(cut, [{ ...edit, offset: edit.offset - start }])));
}

function changed(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  let same = 0;
  const shorter = Math.min(before.length, after.length) - from;
  while (same < shorter && before.at(-1 - same) === after.at(-1 - same)) same++;
  const lines = (mark: DiffLine['mark'], of: readonly string[], start: number, end: number): DiffLine[] =>
    of.slice(Math.max(0, start), end).map((text) => ({ mark, text }));
  return [
    ...lines(' ', before, from - 1, from),
    ...lines('-', before, from, before.length - same),
    ...lines('+', after, from, after.length - same),
    ...lines(' ', before, before.length - same, before.length - same + 1),
  ];
}
