/**
 * Tabs as one column, so that the mark stands below its place; control characters never reach the terminal, nor the marks
 * that turn the direction of writing: what is shown must be what is written. The HTML page runs this function's own
 * source, so that it may use nothing but its argument.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
    character === '\t' ? ' ' : '\ufffd',
  );
}
