/** Fits text to a terminal. */
import truncated from 'fast-string-truncated-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import { printable } from './printable.js';

/** The usual width of a terminal, also used without a terminal. */
const COLUMNS = 80;

/** The columns of a terminal. A terminal that does not know its size says 0. */
export function columnsOf({ columns }: { readonly columns?: number | undefined }): number {
  return columns || COLUMNS;
}

/**
 * Wraps text into lines of at most `columns` columns. A longer word, such as a link, gets a line of its own.
 *
 * @param indent the beginning of every line
 */
export function wrap(text: string, columns = COLUMNS, indent = ''): string[] {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  if (words === '') return [];
  const lines = wrapAnsi(words, Math.max(1, columns - indent.length)).split('\n');
  return lines.map((line) => `${indent}${line}`);
}

/** A paragraph, wrapped and indented below its heading. */
export function paragraph(parts: readonly (string | undefined)[], columns: number): string[] {
  return wrap(printable(parts.filter(Boolean).join(' ').replaceAll(/\s+/g, ' ')), columns, '  ');
}

/** Columns that a text takes: two for an East Asian character, none for a combining character. */
export function width(text: string): number {
  return truncated(text).width;
}

/** Cuts a text that takes more than `columns` columns, and puts an ellipsis in the last one. */
export function cut(text: string, columns: number): string {
  const { index, ellipsed } = truncated(text, { limit: columns, ellipsis: '…', ellipsisWidth: 1 });
  return ellipsed ? `${text.slice(0, index)}…` : text;
}
