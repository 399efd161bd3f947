/** Words in lines that fit, indented below their heading. */
import { printable } from './code-frame.js';

export function paragraph(parts: readonly (string | undefined)[], columns: number): string[] {
  const lines: string[] = [];
  let line = ' ';
  for (const word of parts.filter(Boolean).join(' ').split(/\s+/)) {
    if (line.length + word.length + 1 > columns && line.trim() !== '') {
      lines.push(line);
      line = ' ';
    }
    line += ` ${printable(word)}`;
  }
  return line.trim() === '' ? lines : [...lines, line];
}
