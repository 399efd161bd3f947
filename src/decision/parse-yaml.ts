/** A policy in YAML. A module of its own: a bundle keeps all of a library that is imported as a whole. */
import { type Document, Lexer, type LineCounter, parseDocument } from 'yaml';

/** Ten thousand keys take a third of this. The library makes an error of every mistake, and goes on behind it. */
const MAX_TOKENS = 100_000;
/** Characters of one text; a mistake may be one of its characters. */
const MAX_TEXT = 65_536;

/** @throws Error where the text is no YAML, or has more parts than any policy */
export function parseYaml(text: string): unknown {
  const document = parseYamlDocument(text);
  const [flaw] = document.errors;
  if (flaw) throw flaw;
  return document.toJS();
}

/**
 * The document with its places; what is wrong with its YAML is among its errors.
 *
 * @throws Error where the text has more parts than any policy
 */
export function parseYamlDocument(text: string, lineCounter?: LineCounter): Document.Parsed {
  let tokens = 0;
  for (const token of new Lexer().lex(text)) {
    const isTooLong = token.length > MAX_TEXT && !/^[\s#]/.test(token);
    if (++tokens > MAX_TOKENS || isTooLong) throw new Error('it has more parts than a policy can have');
  }
  return parseDocument(text, lineCounter && { lineCounter });
}
