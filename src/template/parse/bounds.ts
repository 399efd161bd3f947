/**
 * Checks the size of a YAML text before it is parsed. The parser needs a hundred times the memory of a token, so a
 * megabyte of commas or brackets would exhaust the process's memory.
 */

import { Lexer } from 'yaml';
import { MAX_DEPTH } from '../limits.js';
import { CST } from './lexer-marks.js';

/** Tokens without white space and comments. A template of 1 MB has some 100,000; one of short flow maps 200,000. */
const MAX_PARTS = 250_000;

/** All tokens and the lines of scalars. A template of 1 MB with a comment on every line has some 500,000. */
const MAX_TOKENS = 750_000;

/** @returns which limit the text exceeds, and where; undefined where it may be parsed */
export function excess(text: string): { readonly problem: string; readonly offset: number } | undefined {
  let offset = 0;
  let tokens = 0;
  let parts = 0;
  let flow = 0;
  let indicators = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === CST.DOCUMENT || token === CST.SCALAR || token === CST.FLOW_END) continue;
    if (token === '[' || token === '{') flow++;
    else if ((token === ']' || token === '}') && flow > 0) flow--;
    // Each indicator of `- - - x` opens a level. A line break or a comma ends the count.
    if (token === '-' || token === '?' || token === ':') indicators++;
    else if (token.endsWith('\n') || token === ',') indicators = 0;
    if (flow > MAX_DEPTH || indicators > MAX_DEPTH) return { problem: TOO_DEEP, offset };
    if (!isFiller(token)) parts++;
    tokens += token.length > 2 ? 1 + breaksIn(token) : 1;
    if (parts > MAX_PARTS || tokens > MAX_TOKENS)
      return { problem: 'it has more parts than a template can have', offset };
    offset += token.length;
  }
  return undefined;
}

export const TOO_DEEP = 'it is nested too deep';

function isFiller(token: string): boolean {
  return /^[\s#]/.test(token);
}

function breaksIn(token: string): number {
  let count = 0;
  for (let at = token.indexOf('\n'); at !== -1; at = token.indexOf('\n', at + 1)) count++;
  return count;
}
