/** Finds where quotes and brackets close in YAML. A JSON string is a YAML text in double quotes. */

/** Offset after the quote that closes the one at `start`; undefined where it is never closed. */
export function endOfQuote(text: string, start: number): number | undefined {
  const quote = text.charAt(start);
  for (let end = text.indexOf(quote, start + 1); end !== -1; end = text.indexOf(quote, end + 1)) {
    if (quote === "'") {
      if (text.charAt(end + 1) !== quote) return end + 1;
      end++;
    } else if (backslashesBefore(text, end) % 2 === 0) return end + 1;
  }
  return undefined;
}

/** The count ends at the opening quote at the latest, since that is not a backslash. */
function backslashesBefore(text: string, offset: number): number {
  let first = offset;
  while (text.charAt(first - 1) === '\\') first--;
  return offset - first;
}

/** A quote opens a scalar only at the beginning of a part; inside a plain scalar it is an ordinary character. */
const FLOW_PART = /\s*(?:#[^\n]*|[[\]{},]|["']|[^\s[\]{},]+)/y;

/** Offset after the bracket that closes the one at `start`; undefined where it is never closed. */
export function endOfFlow(text: string, start: number): number | undefined {
  let depth = 0;
  FLOW_PART.lastIndex = start;
  for (let part = FLOW_PART.exec(text); part !== null; part = FLOW_PART.exec(text)) {
    const word = part[0].trimStart();
    if (word === '[' || word === '{') depth++;
    else if (word === ']' || word === '}') {
      if (--depth === 0) return FLOW_PART.lastIndex;
    } else if (word === '"' || word === "'") {
      const end = endOfQuote(text, FLOW_PART.lastIndex - 1);
      if (end === undefined) return undefined;
      FLOW_PART.lastIndex = end;
    }
  }
  return undefined;
}

/** A token of the lexer that begins with a quote and ends before the quote that would close it. */
export function isOpenQuote(token: string): boolean {
  const quote = token[0];
  if (quote !== '"' && quote !== "'") return false;
  // An escaped quote at the end closes nothing.
  return !token.endsWith(quote) || endOfQuote(token, 0) !== token.length;
}
