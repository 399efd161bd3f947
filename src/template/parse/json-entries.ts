/**
 * Finds the offsets of members in a JSON text. `JSON.parse` has accepted the text already, so this code looks only
 * for brackets, commas and quotes. It keeps one level at a time, so deep nesting costs no memory.
 */

import { MAX_DEPTH } from '../limits.js';
import { endOfQuote } from './quotes.js';

/** The offsets of a member of an object, or of an item of a list. */
export interface JsonEntry {
  /** The member's name, or the item's index. */
  readonly key: string | number;
  /** Offset of the name; for an item, of its value. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** Offset of the root's bracket. */
export function rootOf(text: string): number {
  return skip(text, text.charCodeAt(0) === 0xfeff ? 1 : 0);
}

/** The entries of the object or list at an offset; none where the value there is a scalar. */
export function* entriesAt(text: string, start: number): Generator<JsonEntry> {
  const isObject = text.charAt(start) === '{';
  if (!isObject && text.charAt(start) !== '[') return;
  let at = skip(text, start + 1);
  for (let index = 0; !isClosing(text, at); index++) {
    const end = endOfValue(text, at);
    const valueStart = isObject ? skip(text, end) : at;
    const valueEnd = isObject ? endOfValue(text, valueStart) : end;
    yield { key: isObject ? nameAt(text, at, end) : index, keyStart: at, keyEnd: end, valueStart, valueEnd };
    at = skip(text, valueEnd);
  }
}

/** Names that an object has twice, in the order of the text. Levels beyond `MAX_DEPTH` are skipped. */
export function* repeatedNames(text: string): Generator<{ readonly key: string; readonly offset: number }> {
  const marks = new RegExp(BRACKET_OR_QUOTE);
  /** The names of each object around the place, outermost first; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    const [mark] = found;
    if (mark === '{' || mark === '[') {
      if (open.length < MAX_DEPTH) open.push(mark === '{' ? new Set() : undefined);
      else marks.lastIndex = endOfValue(text, found.index);
    } else if (mark !== '"') open.pop();
    else {
      marks.lastIndex = endOfValue(text, found.index);
      const names = open.at(-1);
      if (!names || !isName(text, marks.lastIndex)) continue;
      const key = nameAt(text, found.index, marks.lastIndex);
      if (names.has(key)) yield { key, offset: found.index };
      names.add(key);
    }
  }
}

const BRACKET_OR_QUOTE = /["[\]{}]/g;
const FILLER = /[ \t\r\n:,]*/y;
const COLON = /[ \t\r\n]*:/y;
const LITERAL = /[^ \t\r\n,\]}]*/y;

/** The offset after white space, commas and colons. */
function skip(text: string, at: number): number {
  return behind(FILLER, text, at);
}

function isClosing(text: string, at: number): boolean {
  const char = text.charAt(at);
  return char === '}' || char === ']' || char === '';
}

function isName(text: string, end: number): boolean {
  COLON.lastIndex = end;
  return COLON.test(text);
}

function nameAt(text: string, start: number, end: number): string {
  const written = text.slice(start, end);
  return written.includes('\\') ? String(JSON.parse(written)) : written.slice(1, -1);
}

function endOfValue(text: string, start: number): number {
  const first = text.charAt(start);
  if (first === '"') return endOfQuote(text, start) ?? text.length;
  if (first !== '{' && first !== '[') return behind(LITERAL, text, start);
  let depth = 0;
  BRACKET_OR_QUOTE.lastIndex = start;
  for (let found = BRACKET_OR_QUOTE.exec(text); found; found = BRACKET_OR_QUOTE.exec(text)) {
    const [mark] = found;
    if (mark === '"') BRACKET_OR_QUOTE.lastIndex = endOfQuote(text, found.index) ?? text.length;
    else if (mark === '{' || mark === '[') depth++;
    else if (--depth === 0) return BRACKET_OR_QUOTE.lastIndex;
  }
  return text.length;
}

function behind(part: RegExp, text: string, at: number): number {
  part.lastIndex = at;
  part.test(text);
  return part.lastIndex;
}
