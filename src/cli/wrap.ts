/** Text in lines that fit a terminal. */
import truncated from 'fast-string-truncated-width';
import { wrapAnsi } from 'fast-wrap-ansi';

/** What a terminal has at least, and what a report has where there is none. */
const COLUMNS = 80;

/** The columns of a terminal; one that does not know its size says 0. */
export function columnsOf({ columns }: { readonly columns?: number | undefined }): number {
  return columns || COLUMNS;
}

/**
 * Lines of whole words, each of at most so many columns. A word that is longer, such as a link, stands on a line of
 * its own.
 *
 * @param indent what every line begins with
 */
export function wrap(text: string, columns = COLUMNS, indent = ''): string[] {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  if (words === '') return [];
  const lines = wrapAnsi(words, Math.max(1, columns - indent.length)).split('\n');
  return lines.map((line) => `${indent}${line}`);
}

/** Columns that a text takes: two for each character of East Asian scripts, none for one that joins the one before. */
export function width(text: string): number {
  return truncated(text).width;
}

/** The text's beginning where it takes more columns than there are, with an ellipsis as the last of them. */
export function cut(text: string, columns: number): string {
  const { index, ellipsed } = truncated(text, { limit: columns, ellipsis: '…', ellipsisWidth: 1 });
  return ellipsed ? `${text.slice(0, index)}…` : text;
}
