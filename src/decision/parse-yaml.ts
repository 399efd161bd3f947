/** Parses a policy in YAML. It has a file of its own, so that only a policy in YAML loads the library. */
import { type Document, Lexer, type LineCounter, parseDocument } from 'yaml';

/** Ten thousand keys need a third of this. The limit exists because the library collects an error for every mistake. */
const MAX_TOKENS = 100_000;
/** Characters of one scalar, each of which may be such a mistake. */
const MAX_TEXT = 65_536;

/** @throws Error where the text is not YAML, or has more parts than any policy */
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
  // The library's warnings would quote the policy on standard error.
  return parseDocument(text, { logLevel: 'error', ...(lineCounter && { lineCounter }) });
}
