/** Reads the arguments of every command, strictly. */
import { parseArgs } from 'node:util';
import { suggestion } from '../../decision/index.js';
import { type Option, type Options, UsageError } from '../command.js';

type ValueOf<O extends Option> = O extends { multiple: true }
  ? string[]
  : O extends { type: 'string' }
    ? string
    : boolean;

export interface Arguments<O extends Options> {
  readonly values: { readonly [K in keyof O]?: ValueOf<O[K]> };
  readonly positionals: readonly string[];
}

/**
 * Reads the arguments of a command.
 *
 * It refuses an unknown option, a missing or superfluous value, and an option given twice that counts once: a misspelled
 * `--dry-rum` must never become a real run.
 * @throws UsageError with the most similar valid name
 */
export function parseArguments<const O extends Options>(argv: readonly string[], options: O): Arguments<O> {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) {
      throw new UsageError(
        `unknown option ${token.rawName}${suggestion(
          token.name,
          Object.keys(options),
          (name) => `--${name}`,
        )} (--help lists the options)`,
      );
    }
    if (option.type === 'string') checkValue(token.rawName, token.value, token.inlineValue === true);
    else if (token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`);
    if (seen.has(token.name) && option.multiple !== true) {
      throw new UsageError(`${token.rawName} is given more than once`);
    }
    seen.add(token.name);
  }
  // The loop above checked every token, so the values have the types that `options` declares.
  return { values: values as Arguments<O>['values'], positionals };
}

function checkValue(name: string, value: string | undefined, inline: boolean): void {
  if (value === undefined || value === '') throw new UsageError(`${name} needs a value`);
  if (!inline && value.length > 1 && value.startsWith('-')) {
    throw new UsageError(`${name} needs a value, and ${value} looks like an option: write ${name}=${value}`);
  }
}

/**
 * Checks that a value is one of the words.
 * @throws UsageError naming all words, and the most similar one
 */
export function oneOf<const T extends string>(what: string, value: string, words: readonly T[]): T {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `${what} must be one of ${words.join(', ')}, not "${value}"${suggestion(value, words)}`,
  );
}
