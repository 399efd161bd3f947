/** What is wrong with a text that was meant as JSON: the YAML reader, which comes last, says it in terms of YAML. */
import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { TemplateError } from '../../template/index.js';
import { position } from '../../template/yaml.js';

const words: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no value',
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'a member’s name in double quotes must stand here',
  ValueExpected: 'a value must stand here',
  ColonExpected: 'a colon must stand here',
  CommaExpected: 'a comma must stand here',
  CloseBraceExpected: 'a closing brace } must stand here',
  CloseBracketExpected: 'a closing bracket ] must stand here',
  EndOfFileExpected: 'nothing more must follow here',
  UnexpectedEndOfComment: 'a comment has no end',
  UnexpectedEndOfString: 'a string has no end',
  UnexpectedEndOfNumber: 'a number has no end',
  InvalidUnicode: 'this is no Unicode escape',
  InvalidEscapeCharacter: 'this is no escape of JSON',
  InvalidCharacter: 'this character must be escaped',
};

/** @returns undefined where the text does not begin as a JSON object does */
export function jsonFlaw(text: string): TemplateError | undefined {
  if (!/^\ufeff?\s*\{\s*["}]/.test(text)) return undefined;
  const errors: ParseError[] = [];
  parseTree(text.replace(/^\ufeff/, ' '), errors);
  const [first] = errors;
  if (!first) return undefined;
  const { line, column } = position(text, first.offset);
  const code = printParseErrorCode(first.error);
  return new TemplateError(`The template is not valid JSON: ${words[code] ?? code}`, line, column);
}
