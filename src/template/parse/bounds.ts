/**
 * Holds a YAML text against bounds before it is parsed. Parsing takes a hundred times a token's room, so that
 * a megabyte of commas or brackets would end the process.
 */

import { Lexer } from 'yaml';
import { MAX_DEPTH } from '../limits.js';
import { CST } from './lexer-marks.js';

/** White space and comments aside. A template of 1 MB has some 100,000; one of nothing but short flow maps 200,000. */
const MAX_PARTS = 250_000;

/** With them, and with the lines of scalars. A template of 1 MB in which every line has a comment has some 500,000. */
const MAX_TOKENS = 750_000;

/** @returns what is too much, and where; undefined where the text may be parsed */
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
    // `- - - x` opens a level each; a line of its own ends that.
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
