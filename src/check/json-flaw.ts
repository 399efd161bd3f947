/** What is wrong with a text that was meant as JSON: the YAML reader, which comes last, says it in terms of YAML. */
import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { TemplateError } from '../template/index.js';
import { position } from '../template/parse/yaml.js';

/** @returns undefined where the text does not begin as a JSON object does, or is one */
export function jsonFlaw(text: string): TemplateError | undefined {
  if (!/^\ufeff?\s*\{\s*["}]/.test(text)) return undefined;
  const errors: ParseError[] = [];
  parseTree(text.replace(/^\ufeff/, ' '), errors);
  const [first] = errors;
  if (!first) return undefined;
  const { line, column } = position(text, first.offset);
  // `CloseBraceExpected` -> `close brace expected`
  const flaw = printParseErrorCode(first.error)
    .replace(/\B[A-Z]/g, (letter) => ` ${letter}`)
    .toLowerCase();
  return new TemplateError(`The template is not valid JSON: ${flaw}`, line, column);
}
