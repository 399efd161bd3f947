/** Shows what a fix changes, for people and for `git apply`. */

import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { createColors } from '../terminal/colors.js';

/** A unified diff, optionally with colors. The path in it never begins with `/`, which git refuses. */
export function showDiff(file: string, before: string, after: string, color: boolean): string {
  const path = file.replace(/^\/+/, '');
  const patch = structuredPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
  });
  const text = formatPatch(patch, FILE_HEADERS_ONLY);
  if (!color) return text;
  const { bold, cyan, green, red } = createColors(true);
  const paint = (line: string): string => {
    if (/^(?:---|\+\+\+) [ab]\//.test(line)) return bold(line);
    if (line.startsWith('@@')) return cyan(line);
    if (line.startsWith('+')) return green(line);
    return line.startsWith('-') ? red(line) : line;
  };
  return text.split('\n').map(paint).join('\n');
}
