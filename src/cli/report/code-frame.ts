/** The lines around a place, with the place marked. */

import type { Finding } from '../../check/finding.js';
import { lineAt } from '../../template/index.js';
import type { Colors } from '../colors.js';

const BEFORE = 2;
const AFTER = 3;

/**
 * A code frame; empty where the text or the line is not there. Lines that are too long for the terminal
 * (templates written by machines stand on one) are cut around the place.
 */
export function frame(finding: Finding, colors: Colors, columns: number): string[] {
  const lineOf = (number: number) => lineAt(finding.source ?? '', number);
  const marked = lineOf(finding.line);
  if (marked === undefined) return [];
  const gutter = String(finding.line + AFTER).length;
  const room = Math.max(20, columns - gutter - 8);
  const start = marked.length <= room ? 0 : Math.max(0, finding.column - 1 - Math.floor(room / 3));
  // Where the line is cut, the others would have to be cut at a place that means nothing in them.
  const from = start > 0 ? finding.line : Math.max(1, finding.line - BEFORE);
  const to = start > 0 ? finding.line : finding.line + AFTER;
  const shown: string[] = [];
  for (let number = from; number <= to; number++) {
    const line = lineOf(number);
    if (line === undefined) break;
    const text = printable(window(line, start, room));
    const label = String(number).padStart(gutter);
    if (number !== finding.line) {
      shown.push(`    ${colors.dim(`${label} │ ${text}`)}`.trimEnd());
      continue;
    }
    shown.push(`  ${colors.red('▸')} ${label} ${colors.dim('│')} ${text}`);
    const indent = finding.column - 1 - start + (start > 0 ? 1 : 0);
    const marks = '^'.repeat(Math.max(1, Math.min(widthOf(finding, marked), room - indent)));
    shown.push(`    ${' '.repeat(gutter)} ${colors.dim('│')} ${' '.repeat(indent)}${colors.red(marks)}`);
  }
  return shown;
}

function window(line: string, start: number, room: number): string {
  const rest = line.slice(start);
  return `${start > 0 ? '…' : ''}${rest.length > room ? `${rest.slice(0, room - 1)}…` : rest}`;
}

function widthOf({ line, endLine, column, endColumn }: Finding, text: string): number {
  if (endColumn === undefined) return 1;
  return (endLine === line ? endColumn : text.length + 1) - column;
}

/** Controls, and the marks that turn the direction of writing: what is shown must be what is written. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Tabs as one column, so that the mark stands below its place; control characters never reach the terminal. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (character === '\t' ? ' ' : '\ufffd'));
}
