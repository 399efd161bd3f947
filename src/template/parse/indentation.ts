/**
 * Quotes and brackets over several lines that are indented less than YAML requires. CloudFormation's parser accepts
 * them, the library does not. White space at the beginning of their lines has no meaning, so this file indents those
 * lines, and the text is read again.
 */

import { Lexer } from 'yaml';
import { MAX_TEMPLATE_LENGTH } from '../limits.js';
import { CST } from './lexer-marks.js';
import { lastAtMost, lineStarts } from './position.js';
import { endOfFlow, endOfQuote, isOpenQuote } from './quotes.js';
import type { Outline } from './relevant-text.js';

/** The offset of a quote or bracket that is never closed, or whose end is not clear. */
export interface Unclear {
  readonly unclear: number;
}

/** A quote or bracket whose lines need more indentation. */
interface Shallow {
  /** Offset of its first character, and the offset after its last one. */
  readonly start: number;
  readonly end: number;
  /** The text before it, from a line at which the lexer can start. */
  readonly lead: string;
}

/** How many characters of indentation may be added, and how many the lexer may read to find the places. */
const MAX_ADDED = MAX_TEMPLATE_LENGTH;
const MAX_READ = 4 * MAX_TEMPLATE_LENGTH;

/** @returns undefined where there is nothing to indent */
export function indentAnew(text: string): Outline | Unclear | undefined {
  const parts: string[] = [];
  let from = 0;
  let lead = '';
  let added = 0;
  for (let read = 0; ; ) {
    const found = firstShallow(lead, text, from);
    if (found === undefined) break;
    if ('unclear' in found) return found;
    const { start, end } = found;
    // A character that is a mark of the lexer stands in the text itself.
    if (start < from) return { unclear: start };
    const wanted = neededBehind(found.lead);
    const written = text.slice(start, end);
    read += start - from + lead.length;
    added += missingSpaces(written, wanted);
    if (read > MAX_READ || added > MAX_ADDED) return { unclear: start };
    const indented = indent(written, wanted);
    if (!isWhole(found.lead, indented)) return { unclear: start };
    parts.push(text.slice(from, start), indented);
    // An empty quote replaces it, so that the lexer does not read it again.
    lead = `${found.lead}""`;
    from = end;
  }
  return from === 0 ? undefined : outlineOf(text, parts.join('') + text.slice(from));
}

/**
 * The first quote or bracket that the lexer ends because a line is indented too little.
 *
 * @param lead replaces the text before `from`
 */
function firstShallow(lead: string, text: string, from: number): Shallow | Unclear | undefined {
  /** Of the token; smaller than `from` while the lexer reads the lead. */
  let offset = from - lead.length;
  let depth = 0;
  let flowStart = 0;
  const restart = new Restart(offset);
  const shallow = (
    start: number,
    endOf: (text: string, start: number) => number | undefined,
  ): Shallow | Unclear => {
    const end = endOf(text, start);
    const back = from - restart.line;
    const before = back > 0 ? lead.slice(-back) + text.slice(from, start) : text.slice(restart.line, start);
    return end === undefined ? { unclear: start } : { start, end, lead: before };
  };
  for (const token of tokensOf(lead, text, from)) {
    if (token === CST.DOCUMENT || token === CST.SCALAR) continue;
    if (token === CST.FLOW_END) return shallow(flowStart, endOfFlow);
    const start = offset;
    offset += token.length;
    if (isOpenQuote(token)) return depth > 0 ? shallow(flowStart, endOfFlow) : shallow(start, endOfQuote);
    if (token === '{' || token === '[') {
      if (depth++ === 0) flowStart = start;
    } else if ((token === '}' || token === ']') && depth > 0) depth--;
    else if (depth === 0) restart.pass(token, start);
  }
  return depth > 0 ? { unclear: flowStart } : undefined;
}

/**
 * Finds the last line from which the lexer reads the rest as it does from the beginning of the text: a line that
 * begins with an indicator, or with a key.
 */
class Restart {
  line: number;
  private lineStart: number | undefined;
  private first: string | undefined;

  constructor(start: number) {
    this.line = start;
    this.lineStart = start;
  }

  /** A token outside of brackets. */
  pass(token: string, start: number): void {
    if (token.endsWith('\n')) {
      this.lineStart = start + token.length;
      this.first = undefined;
    } else if (this.lineStart !== undefined && token.trim() !== '') {
      const isIndicator = token === '-' || token === '?' || token === ':';
      if (isIndicator) this.line = this.lineStart;
      if (isIndicator || this.first !== undefined || !KEY.test(token)) this.lineStart = undefined;
      else this.first = token;
    }
  }
}

/** A key on one line; not a tag, anchor, directive or comment. */
const KEY = /^[^!&*%#\n][^\n]*$/;

/** How many characters the lexer gets at once, so that it reads no further than necessary. */
const CHUNK = 65_536;

function* tokensOf(lead: string, text: string, from: number): Generator<string> {
  const lexer = new Lexer();
  yield* lexer.lex(lead, true);
  for (let at = from; at < text.length; at += CHUNK) {
    yield* lexer.lex(text.slice(at, at + CHUNK), at + CHUNK < text.length);
  }
}

/** How far the lines of the quote or bracket must be indented: further than the block around it. */
function neededBehind(lead: string): number {
  const line = lead.slice(lead.lastIndexOf('\n') + 1);
  return (/^ *(?:[-?:][ \t]+)*/.exec(line)?.[0].length ?? 0) + 1;
}

/** The beginning of a line that is not blank. */
const LINE = /\n( *)(?! |\r?\n)/g;

function missingSpaces(written: string, wanted: number): number {
  let missing = 0;
  for (const [, spaces = ''] of written.matchAll(LINE)) missing += Math.max(0, wanted - spaces.length);
  return missing;
}

function indent(written: string, wanted: number): string {
  const wide = `\n${' '.repeat(wanted)}`;
  return written.replace(LINE, (all) => (all.length < wide.length ? wide : all));
}

/** Whether the quote or bracket now ends at the end of the text. If not, other lines were indented too. */
function isWhole(lead: string, indented: string): boolean {
  let offset = -lead.length;
  let depth = 0;
  for (const token of new Lexer().lex(lead + indented)) {
    if (token === CST.DOCUMENT || token === CST.SCALAR) continue;
    if (token === CST.FLOW_END || isOpenQuote(token)) return false;
    const start = offset;
    offset += token.length;
    if (token === '{' || token === '[') depth++;
    else if ((token === '}' || token === ']') && depth > 0) depth--;
    if (start >= 0 && depth === 0) return offset === indented.length;
  }
  return false;
}

/** Maps offsets back line by line: indenting adds characters to a line, but adds no lines. */
function outlineOf(text: string, indented: string): Outline {
  let starts: { readonly before: readonly number[]; readonly after: readonly number[] } | undefined;
  return {
    text: indented,
    original(offset) {
      starts ??= { before: lineStarts(text), after: lineStarts(indented) };
      const { before, after } = starts;
      const line = lastAtMost(after, offset);
      const at = (lines: readonly number[], index: number, end: string) => lines[index] ?? end.length;
      const length = at(before, line + 1, text) - at(before, line, text);
      const added = at(after, line + 1, indented) - at(after, line, indented) - length;
      return at(before, line, text) + Math.max(0, offset - at(after, line, indented) - added);
    },
  };
}
