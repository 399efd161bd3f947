/** Reads a file's template. A file that the caller did not name need not be a template. */
import { NotATemplate, readTemplate, type Template, TemplateError } from '../../template/index.js';
import type { Problem } from '../finding.js';
import { decode, InputError } from './decode.js';
import type { Input } from './input.js';
import { jsonFlaw } from './json-flaw.js';
import { readBytes } from './read-file.js';
import { isFilledIn, isServerless, meantAsTemplate } from './recognize.js';

/** @returns undefined where a file that need not be a template is too large for one, or not text */
export function readText({ path, named }: Input): string | undefined {
  let bytes: Uint8Array | undefined;
  try {
    bytes = readBytes(path);
    return decode(bytes);
  } catch (error) {
    const isPassedOver = error instanceof InputError && !named && !(bytes && meantAsTemplate(latin(bytes)));
    if (isPassedOver) return undefined;
    throw error;
  }
}

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/**
 * @param type as for `readTemplate`
 * @param warn called for a template that a template engine must fill in first
 * @returns undefined where a file that need not be a template is none
 */
export async function readInput(
  { file, named, stack }: Input,
  text: string,
  type: string,
  warn: (problem: Problem) => void,
): Promise<Template | undefined> {
  try {
    return await readTemplate(text, type);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    if (error instanceof NotATemplate) {
      // YAML takes a comment of JSON for text, and the member after it for a part of that.
      const flaw = meantAsTemplate(text) ? jsonFlaw(text) : undefined;
      if (flaw) throw flaw;
      // The CDK writes a template without resources for an empty stack.
      if (!named || stack) return undefined;
      throw text.trim() === '' ? error : new InputError(`${error.message}. ${adviceFor(text)}`);
    }
    const flaw = jsonFlaw(text) ?? error;
    const { line, column } = flaw;
    const isEngines = line !== undefined && isFilledIn(text, line);
    if (named) throw isEngines ? new TemplateError(`It cannot be read: ${FILLED_IN}`, line, column) : flaw;
    if (!meantAsTemplate(text)) return undefined;
    if (!isEngines) throw flaw;
    warn({ file, line, column, message: `it was not judged: ${FILLED_IN}` });
    return undefined;
  }
}

const FILLED_IN = "a template engine fills in this line. Check the engine's output instead";

/** Advice for a caller who named a file that is not a template. */
function adviceFor(text: string): string {
  return isServerless(text)
    ? 'The Serverless Framework turns it into a template: run `serverless package`, and check .serverless/cloudformation-template-update-stack.json'
    : 'Name only templates, or skip files like this one with --only-templates';
}
