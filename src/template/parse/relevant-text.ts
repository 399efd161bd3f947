/**
 * Cuts irrelevant parts out of a YAML template before it is parsed: outputs, metadata, and the bodies of resources
 * that cannot have the type asked for (their `Type` stays). Parsing is by far the slowest step, and this removes
 * nearly all of a template with 500 resources.
 *
 * It cuts only between the lexer's tokens, so it never takes the text inside a scalar for structure. Text that is not
 * in plain block style (anchors, tags on sections, explicit keys) stays whole.
 */

import { Lexer } from 'yaml';
import { CST } from './lexer-marks.js';
import { lastAtMost } from './position.js';
import { isOpenQuote } from './quotes.js';
import { mayDeclare } from './type-search.js';

/** A text with parts cut out or lines indented, and the way back to the original text. */
export interface Outline {
  readonly text: string;
  /** Offset in the original text of a character of this text. */
  original(offset: number): number;
}

/** Sections that affect a resource's properties, or the values of parameters. The bodies of all others are cut. */
const SECTIONS = new Set('Resources Parameters Rules Mappings Conditions Transform Fn::Transform'.split(' '));

type Cut = readonly [from: number, to: number];

/** Where an entry begins, and where its value begins: a cut goes from there to the next entry. */
interface Entry {
  readonly key: string | undefined;
  readonly start: number;
  readonly valueStart: number;
}

/** The text as it is. */
export function whole(text: string): Outline {
  return { text, original: (offset) => offset };
}

/** @param type the empty string keeps every resource, so that the whole template is read */
export function outline(text: string, type: string): Outline {
  if (type === '') return whole(text);
  const cuts = findCuts(text, type) ?? [];
  if (cuts.length === 0) return whole(text);
  let kept = '';
  let from = 0;
  const starts = [0];
  const originals = [0];
  for (const [start, end] of cuts) {
    kept += text.slice(from, start);
    from = end;
    starts.push(kept.length);
    originals.push(end);
  }
  kept += text.slice(from);
  return {
    text: kept,
    original(offset) {
      const piece = lastAtMost(starts, offset);
      return offset - (starts[piece] ?? 0) + (originals[piece] ?? 0);
    },
  };
}

/** @returns undefined where the text is not in the plain style in which cuts are safe */
function findCuts(text: string, type: string): readonly Cut[] | undefined {
  const cuts: Cut[] = [];
  let section: Entry | undefined;
  let resource: Entry | undefined;
  let resourceIndent = 0;
  let bodyIndent = 0;
  /** The resource's `Type`, which is kept. */
  let declared: { start: number; end?: number } | undefined;

  const closeResource = (end: number) => {
    if (!resource) return;
    const body = text.slice(resource.start, end);
    const isCall = resource.key?.startsWith('Fn::') || resource.key === 'Transform';
    // A resource whose Type is not found (it is in flow style, or its keys have escapes) stays whole.
    if (declared && !isCall && !mayDeclare(body, type)) {
      cut(resource.valueStart, declared.start);
      if (declared.end !== undefined && declared.end < end) cuts.push([declared.end, end]);
    }
    resource = undefined;
    declared = undefined;
    bodyIndent = 0;
  };
  const closeSection = (end: number) => {
    closeResource(end);
    if (section && !SECTIONS.has(section.key ?? '')) cut(section.valueStart, end);
  };
  const cut = (from: number, end: number) => {
    const to = text.charCodeAt(end - 1) === 10 ? end - 1 : end;
    if (to > from) cuts.push([from, to]);
  };

  for (const entry of blockEntries(text)) {
    if (entry === undefined) return undefined;
    if (entry.indent === 0) {
      if (entry.key === undefined) return undefined;
      closeSection(entry.start);
      section = entry;
      resourceIndent = 0;
      if (entry.key === 'Resources' && !endsLine(text, entry.valueStart)) return undefined;
    } else if (section?.key === 'Resources') {
      if (resourceIndent === 0) resourceIndent = entry.indent;
      if (entry.indent < resourceIndent) return undefined;
      if (entry.indent === resourceIndent) {
        if (entry.key === undefined) return undefined;
        closeResource(entry.start);
        resource = entry;
      } else if (resource) {
        if (bodyIndent === 0) bodyIndent = entry.indent;
        if (declared) declared.end ??= entry.start;
        if (entry.indent === bodyIndent && entry.key === 'Type') declared = { start: entry.start };
      }
    }
  }
  closeSection(text.length);
  return cuts;
}

/**
 * The lines of block style that begin with a key, in order; undefined where cuts are not safe.
 * The caller skips keys deeper than a resource's own.
 */
function* blockEntries(text: string): Generator<(Entry & { readonly indent: number }) | undefined> {
  // The lexer writes these characters as marks, so a text with them would be misread.
  if (MARKS.test(text)) return yield undefined;
  let offset = 0;
  let flow = 0;
  let line: { start: number; indent: number } | undefined;
  let first: string | undefined;
  for (const token of new Lexer().lex(text)) {
    if (token === CST.DOCUMENT || token === CST.SCALAR) continue;
    // The lexer ends this bracket or quote because a line is indented too little. Other YAML parsers read on, so
    // parsers disagree on what is structure and what is text.
    if (token === CST.FLOW_END || isOpenQuote(token)) return yield undefined;
    const start = offset;
    offset += token.length;
    const kind = token.charCodeAt(0);
    if (kind === 38 /* & */ || kind === 42 /* * */ || kind === 37 /* % */) {
      if (isStructural(token)) return yield undefined;
    }
    if (flow === 0 && (start === 0 || text.charCodeAt(start - 1) === 10)) {
      line = { start, indent: 0 };
      first = undefined;
      if (kind === 32 && token.trim() === '') {
        line.indent = token.length;
        continue;
      }
    }
    if (token === '{' || token === '[') flow++;
    else if ((token === '}' || token === ']') && flow > 0) flow--;
    if (!line) continue;
    // A key is the first token of a line and is followed by a colon. Other lines belong to the entry before.
    if (first === undefined) {
      if (kind === 10 || kind === 13 || kind === 35 /* # */ || token === '---' || token === CST.BOM)
        line = undefined;
      else if (flow === 0 && kind !== 33 /* ! */ && !INDICATORS.has(token)) first = token;
      else if (line.indent === 0 || token === '<<') return yield undefined;
      else line = undefined;
    } else if (token === ':') {
      yield { key: unquote(first), start: line.start, valueStart: offset, indent: line.indent };
      line = undefined;
    } else if (kind !== 32 && kind !== 9) {
      if (line.indent === 0) return yield undefined;
      line = undefined;
    }
  }
  if (flow > 0) yield undefined;
}

const MARKS = new RegExp(`[${CST.DOCUMENT}${CST.FLOW_END}${CST.SCALAR}]`);

/** The first token of a line that does not begin with a plain key. */
const INDICATORS = new Set(['?', ':', '-', '<<']);

/** The lexer does not label scalars. Anchors, aliases and directives are the tokens without white space. */
function isStructural(token: string): boolean {
  return token.length > 1 && !/\s/.test(token);
}

/** @returns undefined for a key over several lines or with escapes */
function unquote(token: string): string | undefined {
  if (token.includes('\n')) return undefined;
  const quote = token[0];
  if (quote !== '"' && quote !== "'") return token;
  return token.includes('\\') ? undefined : token.slice(1, -1);
}

function endsLine(text: string, offset: number): boolean {
  return /^[ \t]*(?:#[^\n]*)?\r?(?:\n|$)/.test(
    text.slice(offset, text.indexOf('\n', offset) + 1 || text.length),
  );
}
