/** Reads parameter values from samconfig.toml, the file that `sam deploy --guided` writes. */
import { parse, TomlError } from 'smol-toml';
import { isRawMap, memberOf, type RawMap } from '../../template/index.js';
import { UsageError } from '../command.js';

/**
 * The `parameter_overrides` of `sam deploy` in SAM's default environment. Like SAM, it falls back to the table for all
 * commands (`global`).
 *
 * @returns items of the form `Key=Value`, or a map of values
 * @throws UsageError naming the line that is not TOML, or the tables that do have values
 */
export function parameterOverrides(text: string, source: string): RawMap | readonly unknown[] {
  const document = parsed(text, source);
  const overrides = ['deploy', 'global']
    .map((command) => overridesIn(memberOf(document, 'default'), command))
    .find((found) => found !== undefined);
  if (typeof overrides === 'string') return words(overrides);
  if (Array.isArray(overrides))
    return overrides.flatMap((item) => (typeof item === 'string' ? words(item) : [item]));
  if (isRawMap(overrides)) return overrides;
  const others = Object.keys(document).filter((name) => overridesIn(document[name], 'deploy') !== undefined);
  const elsewhere = others.map((name) => `[${name}.deploy.parameters]`).join(', ');
  const hint = others.length === 0 ? '' : `; those of ${elsewhere} are not read: pass them with --parameter`;
  throw new UsageError(`${source} has no parameter_overrides in [default.deploy.parameters]${hint}`);
}

function parsed(text: string, source: string): RawMap {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ''] = error.message.replace('Invalid TOML document: ', '').split('\n');
    throw new UsageError(`${source}:${error.line}:${error.column}: not valid TOML: ${first}`, {
      cause: error,
    });
  }
}

function overridesIn(environment: unknown, command: string): unknown {
  return memberOf(memberOf(memberOf(environment, command), 'parameters'), 'parameter_overrides');
}

/** Splits at spaces as a shell does: quotes keep a word together, and a backslash escapes the next character. */
function words(text: string): readonly string[] {
  const found = text.match(/(?:\\.|"(?:\\.|[^"\\])*"|'[^']*'|[^\s"'\\])+/gs) ?? [];
  return found.map((word) =>
    word.replace(/\\(.)|"((?:\\.|[^"\\])*)"|'([^']*)'/gs, (_whole, escaped, double, single) =>
      double === undefined ? (escaped ?? single) : double.replace(/\\(.)/gs, '$1'),
    ),
  );
}
