/** A template file and the values that it is deployed with, or what is wrong with them. */
import { resolve } from 'node:path';
import { decode } from '../../check/decode.js';
import { refusedValue } from '../../check/parameter-values.js';
import { readBytes, reasonOf } from '../../check/read-file.js';
import { locate, memberOf, readTemplate, type Template, TemplateError } from '../../template/index.js';
import { STDIN } from '../check/inputs.js';
import { type Io, UsageError } from '../command.js';
import { readStandardInput } from '../standard-input.js';
import { visitReferences } from './references.js';

export interface Source {
  /** As it was named. */
  readonly file: string;
  readonly template: Template;
}

/**
 * @param named a file, or - for standard input
 * @throws UsageError where it cannot be read, or is no template
 */
export async function readSource(named: string, io: Pick<Io, 'cwd' | 'stdin'>): Promise<Source> {
  const file = named === '-' ? STDIN : named;
  let text: string;
  try {
    text = decode(named === '-' ? await readStandardInput(io) : readBytes(resolve(io.cwd, named)));
  } catch (cause) {
    throw new UsageError(`${file}: ${reasonOf(cause)}`, { cause });
  }
  // Of no type in particular: the events tell of every resource, so nothing may be left out.
  return inFile(file, async () => {
    const template = await readTemplate(text, '');
    checkReferences({ file, template });
    return { file, template };
  });
}

/** Runs what a template may be wrong for; its errors become the user's, with the file. */
export async function inFile<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { line, column } = error;
    const message = error.message.replace(/ \(line \d+, column \d+\)$/, '');
    throw new UsageError(placed(file, line === undefined ? undefined : { line, column }, message), {
      cause: error,
    });
  }
}

/**
 * The values of every parameter that is not left to its default.
 *
 * @param given by parameter; undefined where it is said to have a value that is only in the account
 * @throws UsageError naming each parameter without a value, or the first whose value is not allowed
 */
export function valuesOf(
  { file, template }: Source,
  given: ReadonlyMap<string, string | undefined>,
): Record<string, string> {
  const values: Record<string, string> = {};
  const defaults: Record<string, string> = {};
  const missing: string[] = [];
  for (const [name, declaration] of Object.entries(template.parameters)) {
    const value = given.get(name);
    const fallback = memberOf(declaration, 'Default');
    if (value !== undefined) values[name] = value;
    else if (fallback === undefined || fallback === null) missing.push(name);
    else defaults[name] = Array.isArray(fallback) ? fallback.join(',') : String(fallback);
  }
  if (missing.length > 0) {
    const [one] = missing;
    const what =
      missing.length === 1
        ? `parameter ${one} has neither a value nor a default`
        : `these parameters have neither a value nor a default: ${missing.join(', ')}`;
    throw new UsageError(`${file}: ${what}; give one with --parameter ${one}=VALUE or --parameters FILE`);
  }
  const refused = refusedValue(template, file, { values: { ...defaults, ...values }, open: new Map() });
  if (refused) throw new UsageError(placed(file, refused, refused.message));
  return values;
}

/**
 * CloudFormation refuses a template that refers to what it does not have. Where a macro or an include may still
 * bring it, nothing is concluded.
 */
function checkReferences({ file, template }: Source): void {
  const { resources, parameters, macro, includes } = template;
  // Transforms of AWS's own write resources too.
  const expanded = Object.hasOwn(template.root, 'Transform') || Object.keys(resources).some(isLoop);
  if (macro !== undefined || includes || expanded) return;
  for (const [key, raw] of Object.entries(resources)) {
    visitReferences(raw, (name) => {
      const known = [resources, parameters].some((section) => Object.hasOwn(section, name));
      if (known || name.startsWith('AWS::')) return;
      const message = `Unresolved resource dependencies [${name}] in the Resources block of the template`;
      throw new UsageError(placed(file, locate(template, ['Resources', key]), message));
    });
  }
}

const isLoop = (key: string) => key.startsWith('Fn::ForEach');

function placed(
  file: string,
  place: { readonly line?: number | undefined; readonly column?: number | undefined } | undefined,
  message: string,
): string {
  return place?.line === undefined
    ? `${file}: ${message}`
    : `${file}:${place.line}:${place.column ?? 1}: ${message}`;
}
