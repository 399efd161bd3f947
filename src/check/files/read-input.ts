/** A file -> its template; nothing, where it is none and need not be one. */
import { NotATemplate, readTemplate, type Template, TemplateError } from '../../template/index.js';
import type { Problem } from '../finding.js';
import { decode, InputError } from './decode.js';
import type { Input } from './input.js';
import { jsonFlaw } from './json-flaw.js';
import { readBytes } from './read-file.js';
import { isFilledIn, isServerless, meantAsTemplate } from './recognize.js';

/** @returns undefined where the file is too large for a template, or no text, and need not be one */
export function readText({ path, named }: Input): string | undefined {
  let bytes: Buffer | undefined;
  try {
    bytes = readBytes(path);
    return decode(bytes);
  } catch (error) {
    const isPassedOver = error instanceof InputError && !named && !(bytes && meantAsTemplate(latin(bytes)));
    if (isPassedOver) return undefined;
    throw error;
  }
}

const latin = (bytes: Buffer) => bytes.toString('latin1');

/**
 * @param type as for `readTemplate`
 * @param warn is told of a template that has to be filled in first
 * @returns undefined where the file is no template, and need not be one
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
      // What the CDK writes for an empty stack has no resources.
      if (!named || stack) return undefined;
      throw text.trim() === '' ? error : new InputError(`${error.message}. ${adviceFor(text)}`);
    }
    const flaw = jsonFlaw(text) ?? error;
    const { line, column } = flaw;
    const isEngines = line !== undefined && isFilledIn(text, line);
    if (named) throw isEngines ? new TemplateError(`It cannot be read: ${FILLED_IN}`, line, column) : flaw;
    if (!meantAsTemplate(text)) return undefined;
    if (!isEngines) throw flaw;
    warn({ file, line, column, message: `it is not judged: ${FILLED_IN}` });
    return undefined;
  }
}

const FILLED_IN = 'a template engine fills in this line. Check what the engine writes';

/** What somebody can do who named a file that is no template. */
function adviceFor(text: string): string {
  return isServerless(text)
    ? 'The Serverless Framework makes a template of it: run `serverless package`, and check .serverless/cloudformation-template-update-stack.json'
    : 'Name templates only, or pass over files like this one with --only-templates';
}
