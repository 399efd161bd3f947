/** A finding's edit as changed lines, with the line before and after. */
import { applyEdits, type Edit } from '../../check/fix/places.js';

export interface DiffLine {
  readonly mark: ' ' | '+' | '-';
  readonly text: string;
}

/** The lines that an edit takes away and adds, and one line around them. */
export function diffOf(source: string, edit: Edit): readonly DiffLine[] {
  const before = source.split(/\r\n|\n/);
  const after = applyEdits(source, [edit]).split(/\r\n|\n/);
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
