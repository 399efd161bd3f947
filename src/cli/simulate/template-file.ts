/** Reads template files, and reports what is wrong with them. */

import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { decode, jsonFlaw, readBytes, readStream, reasonOf, slashed } from '../../check/index.js';
import { locate, memberOf, readTemplate, type Template, TemplateError } from '../../template/index.js';
import { STDIN } from '../check/inputs.js';
import { type Io, UsageError } from '../command.js';
import { visitReferences } from './references.js';

export interface TemplateFile {
  /** The path for messages: as the caller wrote it, or relative to that. */
  readonly file: string;
  readonly path: string;
  readonly template: Template;
}

/**
 * Reads the template that the caller named.
 *
 * @param named a file, or - for standard input
 * @throws UsageError where it cannot be read, or is not a template
 */
export async function readTemplateFile(named: string, io: Pick<Io, 'cwd' | 'stdin'>): Promise<TemplateFile> {
  const file = named === '-' ? STDIN : named;
  const path = resolve(io.cwd, file);
  return read(file, path, named === '-' ? () => readStream(io.stdin) : () => readBytes(path));
}

/**
 * Reads the template of a nested stack.
 *
 * @returns undefined where the file does not exist
 * @throws UsageError where it cannot be read, or is not a template
 */
export async function readNestedFile(path: string, parent: TemplateFile): Promise<TemplateFile | undefined> {
  if (!existsSync(path)) return undefined;
  const file = slashed(join(dirname(parent.file), relative(dirname(parent.path), path)));
  return read(file, path, () => readBytes(path));
}

async function read(
  file: string,
  path: string,
  bytes: () => Uint8Array | Promise<Uint8Array>,
): Promise<TemplateFile> {
  let text: string;
  try {
    text = decode(await bytes());
  } catch (cause) {
    throw new UsageError(`${file}: ${reasonOf(cause)}`, { cause });
  }
  // The empty type keeps every resource, since the events name all of them.
  return inFile(file, async () => {
    const template = await readTemplate(text, '').catch((error) => {
      throw jsonFlaw(text) ?? error;
    });
    checkResources(template);
    return { file, path, template };
  });
}

/** Turns a TemplateError of the work into a UsageError that names the file. */
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

/** The error for a part of a template, with its place. */
export function faultAt(
  template: Template,
  path: readonly (string | number)[],
  message: string,
): TemplateError {
  const place = locate(template, path);
  return new TemplateError(message, place?.line, place?.column);
}

/**
 * Checks what CloudFormation checks: that every resource has a type, and that references have a target. It skips
 * templates in which a transform, a loop or an include may still add the missing part.
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
