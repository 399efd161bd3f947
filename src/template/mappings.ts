/** `Fn::FindInMap`. */

import { evaluate } from './evaluate.js';
import { isRawMap, memberOf, type RawMap } from './raw.js';
import { labelOf, openParameter } from './references.js';
import type { Scope } from './scope.js';
import { asText } from './text.js';
import { type Path, Unknown, type Value } from './value.js';

/**
 * Looks up `[map, first key, second key, {DefaultValue}]`. A key that is not known is tried with every
 * key that the map has, for with any other the deployment fails.
 */
export function findInMap(argument: unknown, path: Path, scope: Scope): Value {
  const [rawName, rawFirst, rawSecond, options] = Array.isArray(argument) ? argument : [];
  const name = evaluate(rawName, [...path, 0], scope);
  const map = typeof name === 'string' ? memberOf(scope.template.mappings, name) : undefined;
  if (typeof name !== 'string' || !isRawMap(map)) {
    return name instanceof Unknown
      ? name
      : new Unknown(`the mapping ${String(rawName)} is not in this template`, path);
  }
  const fallback = memberOf(options, 'DefaultValue');
  const found = lookUp(map, [rawFirst, rawSecond], path, scope, fallback !== undefined);
  if (found instanceof Unknown) return found;
  if (found !== undefined) return evaluate(found, path, scope);
  if (fallback !== undefined) return evaluate(fallback, [...path, 3, 'DefaultValue'], scope);
  return new Unknown(`the mapping ${name} does not have the keys asked for`, path);
}

function lookUp(map: RawMap, keys: readonly unknown[], path: Path, scope: Scope, defaults: boolean): unknown {
  let level: unknown = map;
  for (const [index, rawKey] of keys.entries()) {
    if (!isRawMap(level)) return undefined;
    const here = [...path, index + 1];
    const value = evaluate(rawKey, here, scope);
    const key =
      value instanceof Unknown ? oneOfKeys(rawKey, Object.keys(level), here, scope, defaults) : asText(value);
    if (key === undefined) return undefined;
    level = memberOf(level, key);
  }
  return level;
}

function oneOfKeys(
  raw: unknown,
  keys: readonly string[],
  path: Path,
  scope: Scope,
  defaults: boolean,
): string | undefined {
  const name = openParameter(raw, scope) ?? JSON.stringify([raw, [...scope.bindings]]);
  const label = name.startsWith('[') ? `the key at ${path.join('.')}` : labelOf(name);
  if (defaults && scope.world.decide(`default ${name} ${path.join('.')}`, `${label} being another key`))
    return undefined;
  return scope.world.oneOf(name, label, keys);
}
