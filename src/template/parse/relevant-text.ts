/**
 * Leaves out of a YAML template what cannot matter, before it is parsed: all but the type of resources that
 * cannot be of the type asked for, outputs and metadata. Parsing is by far the dearest step, and in a
 * template of 500 resources nearly all of them go.
 *
 * The cuts are made between the lexer's tokens, so what is text inside a scalar is never taken for
 * structure. Whatever is not plain block style (anchors, tags on sections, explicit keys) is left whole.
 */

import { Lexer } from 'yaml';
import { CST } from './lexer-marks.js';
import { lastAtMost } from './position.js';
import { isOpenQuote } from './quotes.js';
import { mayDeclare } from './type-search.js';

/** A text with parts left out, and where its characters stood before. */
export interface Outline {
  readonly text: string;
  /** Offset in the whole text of a character of the outline. */
  original(offset: number): number;
}

/** Sections that a resource's definition, or the values of its parameters, hang on. The bodies of all others are cut. */
const SECTIONS = new Set('Resources Parameters Rules Mappings Conditions Transform Fn::Transform'.split(' '));

type Cut = readonly [from: number, to: number];

/** Where the entry being read began, and where its value does: the cut would be from there to the next entry. */
interface Entry {
  readonly key: string | undefined;
  readonly start: number;
  readonly valueStart: number;
}

/** Nothing left out. */
export function whole(text: string): Outline {
  return { text, original: (offset) => offset };
}

/** @param type the empty one is every type: then nothing is left out */
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

/** @returns undefined where the text is not of the plain form in which cuts are safe. */
function findCuts(text: string, type: string): readonly Cut[] | undefined {
  const cuts: Cut[] = [];
  let section: Entry | undefined;
  let resource: Entry | undefined;
  let resourceIndent = 0;
  let bodyIndent = 0;
  /** The resource's type, which tells what its attributes may be. */
  let declared: { start: number; end?: number } | undefined;

  const closeResource = (end: number) => {
    if (!resource) return;
    const body = text.slice(resource.start, end);
    const isCall = resource.key?.startsWith('Fn::') || resource.key === 'Transform';
    // One whose type is not found here (in flow style, with escapes in its keys) is left whole.
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
 * The lines of block style that begin with a key, in order; undefined for what rules cuts out.
 * Keys deeper than a resource's own are passed over by the caller.
 */
function* blockEntries(text: string): Generator<(Entry & { readonly indent: number }) | undefined> {
  // The lexer marks places with these.
  if (MARKS.test(text)) return yield undefined;
  let offset = 0;
  let flow = 0;
  let line: { start: number; indent: number } | undefined;
  let first: string | undefined;
  for (const token of new Lexer().lex(text)) {
    if (token === CST.DOCUMENT || token === CST.SCALAR) continue;
    // Brackets and quotes that end by a lack of indentation go on for other readers of YAML: what is
    // structure and what is text would be a matter of opinion.
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
    // A key is the first token of a line and has a colon behind it; other lines belong to the entry before.
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

/** What begins a line that is not a plain key. */
const INDICATORS = new Set(['?', ':', '-', '<<']);

/** The lexer hands out scalars without saying that they are: only an anchor, alias or directive has no white space in it. */
function isStructural(token: string): boolean {
  return token.length > 1 && !/\s/.test(token);
}

/** @returns undefined for a key that is not a plain word: over several lines, or with escapes. */
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
