/** Controls, and the marks that turn the direction of writing: what is shown must be what is written. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Tabs as one column, so that the mark stands below its place; control characters never reach the terminal. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => (character === '\t' ? ' ' : '\ufffd'));
}
