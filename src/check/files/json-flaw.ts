/** Finds the mistake in a text that was meant as JSON, since the YAML parser's message would be about YAML. */
import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { position, TemplateError } from '../../template/index.js';

/** @returns undefined where the text does not begin like a JSON object or one of its comments, or is valid JSON */
export function jsonFlaw(text: string): TemplateError | undefined {
  if (!/^\ufeff?\s*(?:\{\s*(?:["}]|\/[/*])|\/[/*])/.test(text)) return undefined;
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

/** The first mistake. The parser would go on after it, so throwing an error ends it. */
function firstFlaw(text: string): Flaw | undefined {
  let first: Flaw | undefined;
  const found = new Error();
  try {
    const onError = (code: ParseErrorCode, offset: number) => {
      first = { code, offset };
      throw found;
    };
    visit(text, { onError }, { disallowComments: true });
  } catch (error) {
    // The parser recurses and may overflow the call stack. The YAML parser then reports that the text is too deep.
    if (error !== found && !(error instanceof RangeError)) throw error;
  }
  return first;
}
