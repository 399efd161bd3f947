/**
 * Makes text safe to show. A tab becomes one column, so that marks below a line fit. Control characters and marks that
 * change the writing direction are replaced, so that the terminal shows what the file contains. The HTML page embeds this
 * function's source, so it must not use anything except its argument.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\t' ? ' ' : '\ufffd',
  );
}
