/** Parameter values from the command line and from files, in the shapes that the AWS CLI and CodePipeline take. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { violation } from '../template/index.js';
import { suggestion } from './arguments.js';
import { type Io, UsageError } from './command.js';

export type ParameterValues = Readonly<Record<string, string>>;

export const parameterOptions = {
  parameter: { type: 'string', multiple: true },
  parameters: { type: 'string' },
} as const;

export const parameterHelp = `  --parameter K=V       a parameter's value; may be repeated
  --parameters FILE     values from a file: what \`aws cloudformation deploy --parameter-overrides\` or
                        \`create-stack --parameters\` takes, or CodePipeline's template configuration`;

/** What was given: from the file what other stacks share may be there too, by name every one must be declared. */
export interface GivenValues {
  readonly values: ParameterValues;
  /** Names that stood on the command line itself. */
  readonly named: readonly string[];
}

/**
 * The values of `--parameters`, and over them those of `--parameter`.
 *
 * @throws UsageError where the file cannot be read, or a value has no name
 */
export async function givenParameters(
  options: { readonly parameter?: readonly string[]; readonly parameters?: string },
  io: Io,
): Promise<GivenValues> {
  const values: Record<string, string> = Object.create(null);
  if (options.parameters !== undefined) Object.assign(values, await fromFile(options.parameters, io));
  const named = new Set<string>();
  for (const pair of options.parameter ?? []) {
    const [name, value] = split(pair, '--parameter');
    if (named.has(name)) throw new UsageError(`--parameter ${name} is given more than once`);
    named.add(name);
    values[name] = value;
  }
  return { values, named: [...named] };
}

/**
 * Holds values against a template's declarations.
 *
 * @throws UsageError naming a parameter that is not declared, or a value that its constraints rule out
 */
export function checkParameters(
  given: GivenValues,
  declarations: Readonly<Record<string, unknown>>,
  file: string,
): void {
  for (const name of given.named) {
    if (Object.hasOwn(declarations, name)) continue;
    throw new UsageError(
      `${file} declares no parameter ${name}${suggestion(name, Object.keys(declarations))}`,
    );
  }
  for (const [name, value] of Object.entries(given.values)) {
    if (!Object.hasOwn(declarations, name)) continue;
    const problem = violation(declarations[name], value);
    if (problem !== undefined) throw new UsageError(`${file}: the value of parameter ${name} ${problem}`);
  }
}

async function fromFile(file: string, io: Io): Promise<ParameterValues> {
  const text = await readFile(resolve(io.cwd, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${file}: ${cause.code === 'ENOENT' ? 'no such file' : cause.message}`, { cause });
  });
  const content = text.replace(/^\ufeff/, '').trim();
  if (!/^[[{]/.test(content)) {
    return Object.fromEntries(wordsOf(content).map((pair) => split(pair, file)));
  }
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch (cause) {
    throw new UsageError(`${file}: not JSON: ${(cause as Error).message}`, { cause });
  }
  const pairs = Array.isArray(document) ? document.flatMap((item) => fromItem(item, file)) : fromMap(document);
  return Object.fromEntries(pairs);
}

/** `K=V`, quoted where it has spaces, one after the other as on a command line. */
function wordsOf(text: string): readonly string[] {
  const words = text.replace(/^\s*#.*$/gm, '').match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

/** `"K=V"`, or `{"ParameterKey": …, "ParameterValue": …}`. */
function fromItem(item: unknown, file: string): (readonly [string, string])[] {
  if (typeof item === 'string') return [split(item, file)];
  const { ParameterKey, ParameterValue, UsePreviousValue } = (item ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof ParameterKey !== 'string') {
    throw new UsageError(`${file}: an item of the list is neither "K=V" nor has it a ParameterKey`);
  }
  // The previous value is in the account, and what it was cannot be told here.
  if (UsePreviousValue === true) return [];
  if (!isScalar(ParameterValue)) throw new UsageError(`${file}: ${ParameterKey} has no ParameterValue`);
  return [[ParameterKey, String(ParameterValue)]];
}

/** CodePipeline's template configuration, or a plain map of names and values. */
function fromMap(document: unknown): (readonly [string, string])[] {
  const map = (document ?? {}) as Readonly<Record<string, unknown>>;
  const inner = Object.hasOwn(map, 'Parameters') ? map['Parameters'] : map;
  return Object.entries((inner ?? {}) as object)
    .filter(([, value]) => isScalar(value) || Array.isArray(value))
    .map(([name, value]) => [name, String(value)] as const);
}

function split(pair: string, where: string): readonly [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw new UsageError(`${where}: "${pair}" is not of the form K=V`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
