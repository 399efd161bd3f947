/** What is wrong with a text that was meant as JSON: the YAML reader, which comes last, says it in terms of YAML. */
import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { position, TemplateError } from '../../template/index.js';

/** @returns undefined where the text does not begin as a JSON object does, or is one */
export function jsonFlaw(text: string): TemplateError | undefined {
  if (!/^\ufeff?\s*\{\s*["}]/.test(text)) return undefined;
  const first = firstFlaw(text.replace(/^\ufeff/, ' '));
  if (!first) return undefined;
  const { line, column } = position(text, first.offset);
  // `CloseBraceExpected` -> `close brace expected`
  const flaw = printParseErrorCode(first.code)
    .replace(/\B[A-Z]/g, (letter) => ` ${letter}`)
    .toLowerCase();
  return new TemplateError(`The template is not valid JSON: ${flaw}`, line, column);
}

interface Flaw {
  readonly code: ParseErrorCode;
  readonly offset: number;
}

/** The parser goes on behind a mistake, and is ended by what is thrown at it. */
function firstFlaw(text: string): Flaw | undefined {
  let first: Flaw | undefined;
  const found = new Error();
  try {
    visit(text, {
      onError(code, offset) {
        first = { code, offset };
        throw found;
      },
    });
  } catch (error) {
    // The parser descends by recursion; what is nested too deep for it is said by the YAML reader.
    if (error !== found && !(error instanceof RangeError)) throw error;
  }
  return first;
}
