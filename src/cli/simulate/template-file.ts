/** A template file, or what is wrong with it. */

import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { decode, readBytes, reasonOf, slashed } from '../../check/index.js';
import { locate, memberOf, readTemplate, type Template, TemplateError } from '../../template/index.js';
import { STDIN } from '../check/inputs.js';
import { type Io, UsageError } from '../command.js';
import { readStandardInput } from '../standard-input.js';
import { visitReferences } from './references.js';

export interface TemplateFile {
  /** As it was named, or as found from there. */
  readonly file: string;
  readonly path: string;
  readonly template: Template;
}

/**
 * Reads the template of a call.
 *
 * @param named a file, or - for standard input
 * @throws UsageError where it cannot be read, or is no template
 */
export async function readTemplateFile(named: string, io: Pick<Io, 'cwd' | 'stdin'>): Promise<TemplateFile> {
  const file = named === '-' ? STDIN : named;
  const path = resolve(io.cwd, file);
  return read(file, path, named === '-' ? () => readStandardInput(io) : () => readBytes(path));
}

/**
 * Reads the template of a nested stack.
 *
 * @returns undefined where there is no such file
 * @throws UsageError where it cannot be read, or is no template
 */
export async function readNestedFile(path: string, parent: TemplateFile): Promise<TemplateFile | undefined> {
  if (!existsSync(path)) return undefined;
  const file = slashed(join(dirname(parent.file), relative(dirname(parent.path), path)));
  return read(file, path, () => readBytes(path));
}

async function read(
  file: string,
  path: string,
  bytes: () => Buffer | Promise<Buffer>,
): Promise<TemplateFile> {
  let text: string;
  try {
    text = decode(await bytes());
  } catch (cause) {
    throw new UsageError(`${file}: ${reasonOf(cause)}`, { cause });
  }
  // Of no type in particular: the events tell of every resource, so nothing may be left out.
  return inFile(file, async () => {
    const template = await readTemplate(text, '');
    checkResources(template);
    return { file, path, template };
  });
}

/** Runs what a template may be wrong for; its errors become the user's, with the file. */
export async function inFile<T>(file: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { line, column = 1, message } = error;
    const place = line === undefined ? file : `${file}:${line}:${column}`;
    throw new UsageError(`${place}: ${message.replace(/ \(line \d+, column \d+\)$/, '')}`, { cause: error });
  }
}

/** What is wrong with a part of a template, with its place. */
export function faultAt(
  template: Template,
  path: readonly (string | number)[],
  message: string,
): TemplateError {
  const place = locate(template, path);
  return new TemplateError(message, place?.line, place?.column);
}

/**
 * CloudFormation refuses a resource without a type, and a reference to what the template does not have. Where a
 * transform, a loop or an include may still bring it, nothing is concluded.
 *
 * @throws TemplateError
 */
function checkResources(template: Template): void {
  const { root, resources, parameters, macro, includes } = template;
  const isExpanded = Object.hasOwn(root, 'Transform') || Object.keys(resources).some(isLoop);
  if (macro !== undefined || includes || isExpanded) return;
  for (const [key, raw] of Object.entries(resources)) {
    if (typeof memberOf(raw, 'Type') !== 'string') {
      throw faultAt(template, ['Resources', key], `The resource ${key} has no Type`);
    }
    visitReferences(raw, (name) => {
      const isKnown = [resources, parameters].some((section) => Object.hasOwn(section, name));
      if (isKnown || name.startsWith('AWS::')) return;
      const message = `Unresolved resource dependencies [${name}] in the Resources block of the template`;
      throw faultAt(template, ['Resources', key], message);
    });
  }
}

const isLoop = (key: string) => key.startsWith('Fn::ForEach');
