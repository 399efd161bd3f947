/** Reads the parameter values of a call, in every format that the AWS tools accept. */

import { resolve } from 'node:path';
import { decode, type ParameterValues, readBytes, reasonOf } from '../../check/index.js';
import { isRawMap, memberOf, type RawMap } from '../../template/index.js';
import { UsageError } from '../command.js';
import { parameterOverrides } from './samconfig.js';

export const parameterOptions = {
  parameter: { type: 'string', value: 'K=V', multiple: true, help: "a parameter's value" },
  parameters: {
    type: 'string',
    value: 'FILE',
    multiple: true,
    help: "values from a file, in the format of `deploy --parameter-overrides`, `create-stack --parameters`, CodePipeline's template configuration or samconfig.toml",
  },
} as const;

const NAME = /^[A-Za-z0-9]+$/;

/** The AWS CLI's shorthand for an item of `create-stack --parameters`. */
const SHORTHAND = /^ParameterKey=([^,]*),ParameterValue=(.*)$/s;

/**
 * Reads `--parameters` files and `--parameter K=V`. A later file wins over an earlier one, `--parameter` over all files.
 *
 * @throws UsageError naming the file or option, and what is wrong with it
 */
export function readParameters(
  files: readonly string[],
  assignments: readonly string[],
  cwd: string,
): ParameterValues {
  const values = new Map<string, string | undefined>();
  for (const file of files) {
    for (const [name, value] of readFile(file, cwd)) values.set(name, value);
  }
  for (const [name, value] of readAssignments(assignments)) values.set(name, value);
  return values;
}

/** Reads `--parameter K=V`. @throws UsageError */
export function readAssignments(assignments: readonly string[]): ReadonlyMap<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const assignment of assignments) {
    const [name, value] = assigned(assignment, '--parameter');
    if (values.has(name)) throw new UsageError(`--parameter ${name} is given more than once`);
    values.set(name, value);
  }
  return values;
}

type Pairs = readonly (readonly [string, string | undefined])[];

function readFile(file: string, cwd: string): Pairs {
  // The AWS CLI names a file as file://PATH.
  const path = resolve(cwd, file.replace(/^file:\/\//, ''));
  let text: string;
  try {
    text = decode(readBytes(path, 'list of parameters')).replace(/^\ufeff/, '');
  } catch (error) {
    throw new UsageError(`--parameters ${file}: ${reasonOf(error)}`, { cause: error });
  }
  const source = `--parameters ${file}`;
  if (path.endsWith('.toml')) return fromDocument(parameterOverrides(text, source), source);
  if (!/^\s*[[{]/.test(text)) return fromLines(text, source);
  // The text begins with a bracket, so it can only be a map or a list.
  let document: RawMap | readonly unknown[];
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${source} is not valid JSON: ${(error as Error).message}`, { cause: error });
  }
  return fromDocument(document, source);
}

function fromDocument(document: RawMap | readonly unknown[], source: string): Pairs {
  return isRawMap(document) ? fromMap(document, source) : document.map((item) => fromItem(item, source));
}

/** Lines of `Key=Value`. Empty lines and comments are skipped. */
function fromLines(text: string, source: string): Pairs {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => assigned(line, source));
}

/** An item of `create-stack --parameters` (`ParameterKey`, `ParameterValue`) or of `deploy` (`"Key=Value"`). */
function fromItem(item: unknown, source: string): readonly [string, string | undefined] {
  if (typeof item === 'string') return assigned(item, source);
  const name = memberOf(item, 'ParameterKey');
  if (typeof name !== 'string') {
    throw new UsageError(
      `${source}: every item must be "Key=Value" or have a ParameterKey and a ParameterValue`,
    );
  }
  if (memberOf(item, 'UsePreviousValue') === true) return [checked(name, source), undefined];
  const value = memberOf(item, 'ParameterValue');
  if (value === undefined) throw new UsageError(`${source}: ${name} has no ParameterValue`);
  return [checked(name, source), asValue(name, value, source)];
}

/** A plain map of values, or CodePipeline's template configuration, which has `Parameters`, `Tags` and `StackPolicy`. */
function fromMap(document: RawMap, source: string): Pairs {
  const inner = memberOf(document, 'Parameters');
  const map = isRawMap(inner) ? inner : document;
  return Object.entries(map).map(([name, value]) => [checked(name, source), asValue(name, value, source)]);
}

function asValue(name: string, value: unknown, source: string): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => asValue(name, item, source));
    return items.includes(undefined) ? undefined : items.join(',');
  }
  // CodePipeline resolves Fn::GetParam and Fn::GetArtifactAtt when the pipeline runs.
  if (isRawMap(value) && Object.keys(value).every((key) => key.startsWith('Fn::'))) return undefined;
  throw new UsageError(`${source}: the value of ${name} must be a string, not ${JSON.stringify(value)}`);
}

function assigned(text: string, source: string): readonly [string, string] {
  const [, key, value] = SHORTHAND.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return [checked(key, source), value];
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`${source} takes Key=Value, not "${text}"`);
  return [checked(text.slice(0, at).trim(), source), text.slice(at + 1)];
}

function checked(name: string, source: string): string {
  if (NAME.test(name)) return name;
  throw new UsageError(`${source}: "${name}" is not the name of a parameter (letters and digits only)`);
}
