/**
 * Quotes and brackets that go on with less indentation than YAML asks for. CloudFormation's reader does not
 * mind, the library does, and within them white space at the beginning of a line means nothing: so the lines
 * are indented as they should be, and the text is read again.
 */

import { CST, Lexer } from 'yaml';
import { endOfQuote, isOpenQuote } from './quotes.js';
import { type Outline, whole } from './relevant-text.js';

/** Offsets in a text: of the opening quote or bracket, and behind the closing one. */
interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Each round reads the text once more; a text that needs more work than this is left as it is. */
const MAX_CHARACTERS = 2_000_000;

/** A quote or bracket, by its offset, that is never closed, or whose end cannot be told. */
export interface Unclear {
  readonly unclear: number;
}

/** @returns undefined where there is nothing to indent */
export function indentAnew(text: string): Outline | Unclear | undefined {
  const added = new Map<number, number>();
  const mended: Extent[] = [];
  let current = whole(text);
  for (let read = 0; ; read += current.text.length) {
    const found = firstShallow(current.text, mended);
    if (found === undefined) return added.size > 0 ? current : undefined;
    if ('unclear' in found) return { unclear: current.original(found.unclear) };
    // What was mended and is still open is not a matter of indentation.
    const isAgain = found.start <= (mended.at(-1)?.start ?? -1);
    if (isAgain || read > MAX_CHARACTERS) return { unclear: current.original(found.start) };
    const length = current.text.length;
    for (const [line, spaces] of missingSpaces(current.text, found)) {
      const original = current.original(line);
      added.set(original, (added.get(original) ?? 0) + spaces);
    }
    current = withSpaces(text, added);
    mended.push({ start: found.start, end: found.end + current.text.length - length });
  }
}

/** The first quote or bracket that ends, for the lexer, by a lack of indentation. */
function firstShallow(text: string, mended: readonly Extent[]): Extent | Unclear | undefined {
  let offset = 0;
  let depth = 0;
  let flowStart = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === CST.DOCUMENT || token === CST.SCALAR) continue;
    const start = offset;
    if (token === CST.FLOW_END) return extentOf(text, flowStart, endOfFlow);
    offset += token.length;
    if (isOpenQuote(token)) {
      return depth > 0 ? extentOf(text, flowStart, endOfFlow) : extentOf(text, start, endOfQuote);
    }
    if (token === '{' || token === '[') {
      if (depth++ === 0) flowStart = start;
    } else if ((token === '}' || token === ']') && depth > 0) depth--;
    // What was mended has to end where it was expected to: else other lines were indented along with it.
    if (depth === 0) {
      const from = token === '}' || token === ']' ? flowStart : start;
      if (mended.some((extent) => extent.start === from && extent.end !== offset)) return { unclear: from };
    }
  }
  return depth > 0 ? { unclear: flowStart } : undefined;
}

function extentOf(
  text: string,
  start: number,
  endOf: (text: string, start: number) => number | undefined,
): Extent | Unclear {
  const end = endOf(text, start);
  return end === undefined ? { unclear: start } : { start, end };
}

/** Quotes open a scalar only where one can begin; elsewhere they are letters like any other. */
const FLOW_PART = /\s*(?:#[^\n]*|[[\]{},]|["']|[^\s[\]{},]+)/y;

/** Behind the bracket that closes the one at `start`. */
function endOfFlow(text: string, start: number): number | undefined {
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

/** The lines that begin inside of an extent, and how far they are from standing behind its first character. */
function* missingSpaces(
  text: string,
  { start, end }: Extent,
): Generator<readonly [line: number, spaces: number]> {
  const wanted = start - (text.lastIndexOf('\n', start) + 1) + 1;
  for (
    let line = text.indexOf('\n', start) + 1;
    line > 0 && line < end;
    line = text.indexOf('\n', line) + 1
  ) {
    let first = line;
    while (text.charAt(first) === ' ') first++;
    const isBlank = text.charAt(first) === '\n' || text.startsWith('\r\n', first);
    if (!isBlank && first - line < wanted) yield [line, wanted - (first - line)];
  }
}

function withSpaces(text: string, added: ReadonlyMap<number, number>): Outline {
  const lines = [...added].sort(([a], [b]) => a - b);
  let indented = '';
  let from = 0;
  const places: { readonly at: number; readonly original: number; readonly spaces: number }[] = [];
  for (const [original, spaces] of lines) {
    indented += text.slice(from, original);
    places.push({ at: indented.length, original, spaces });
    indented += ' '.repeat(spaces);
    from = original;
  }
  return {
    text: indented + text.slice(from),
    original(offset) {
      const place = places.findLast(({ at }) => at <= offset);
      return place ? place.original + Math.max(0, offset - place.at - place.spaces) : offset;
    },
  };
}
