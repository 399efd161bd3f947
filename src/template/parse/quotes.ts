/** Quoted scalars as YAML writes them. */

const DOUBLE = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const SINGLE = /'[^']*(?:''[^']*)*'/y;

/** Offset behind the quote that closes the one at `start`; undefined where none does. */
export function endOfQuote(text: string, start: number): number | undefined {
  const closed = text.charAt(start) === '"' ? DOUBLE : SINGLE;
  closed.lastIndex = start;
  return closed.test(text) ? closed.lastIndex : undefined;
}

/** A token of the lexer that begins with a quote and ends before the quote that would close it. */
export function isOpenQuote(token: string): boolean {
  const quote = token[0];
  if (quote !== '"' && quote !== "'") return false;
  // An escaped quote at the end closes nothing.
  return !token.endsWith(quote) || endOfQuote(token, 0) !== token.length;
}
