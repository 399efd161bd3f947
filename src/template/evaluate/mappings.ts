/** `Fn::FindInMap`. */

import { isLoopKey, isRawMap, memberOf, type RawMap, showPath } from '../raw.js';
import { type Path, Unknown, type Value } from '../value.js';
import { canonicalText } from './canonical.js';
import { evaluate } from './expression.js';
import { labelOf, openParameter } from './references.js';
import type { Scope } from './scope.js';
import { asText } from './text.js';

/**
 * Looks up `[map, first key, second key, {DefaultValue}]`. A key that is not known is tried with every
 * key that the map has, for with any other the deployment fails.
 */
export function findInMap(argument: unknown, path: Path, scope: Scope): Value {
  const [rawName, rawFirst, rawSecond, options] = Array.isArray(argument) ? argument : [];
  const name = evaluate(rawName, [...path, 0], scope);
  const map = typeof name === 'string' ? memberOf(scope.template.mappings, name) : undefined;
  if (name instanceof Unknown) return name;
  if (typeof name !== 'string')
    return new Unknown(`Fn::FindInMap at ${showPath(path)} does not name a mapping`, path);
  const fallback = memberOf(options, 'DefaultValue');
  const found = isRawMap(map)
    ? lookUp(map, [rawFirst, rawSecond], path, scope, fallback !== undefined)
    : written(scope, path);
  if (found instanceof Unknown) return found;
  // A mapping is written outside of every loop.
  if (found !== undefined && found !== null) return evaluate(found, path, { ...scope, bindings: new Map() });
  if (fallback !== undefined) return evaluate(fallback, [...path, 3, 'DefaultValue'], scope);
  return new Unknown(
    isRawMap(map)
      ? `the mapping ${name} does not have the keys asked for`
      : `the mapping ${name} is not in this template`,
    path,
  );
}

/** What is missing in the mappings may still be put there: then nothing is known of it. */
function written(scope: Scope, path: Path, level?: RawMap): Unknown | undefined {
  const open =
    scope.template.macro !== undefined || scope.template.includes || includes(scope.template.mappings);
  return open || (level && includes(level))
    ? new Unknown('the mapping may still be completed by a transform', path)
    : undefined;
}

function includes(level: RawMap): boolean {
  return Object.keys(level).some((key) => key === 'Fn::Transform' || isLoopKey(key));
}

function lookUp(map: RawMap, keys: readonly unknown[], path: Path, scope: Scope, defaults: boolean): unknown {
  let level: unknown = map;
  for (const [index, rawKey] of keys.entries()) {
    if (!isRawMap(level)) return undefined;
    const here = [...path, index + 1];
    const value = evaluate(rawKey, here, scope);
    if (value instanceof Unknown && includes(level)) return written(scope, here, level);
    const key =
      value instanceof Unknown ? oneOfKeys(rawKey, Object.keys(level), here, scope, defaults) : asText(value);
    if (key === undefined) return undefined;
    const next = memberOf(level, key);
    if (next === undefined) return written(scope, here, level);
    level = next;
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
  const name = openParameter(raw, scope) ?? canonicalText([raw, [...scope.bindings]], scope.budget);
  scope.budget.spend(keys.length / 8, path);
  const label = name.startsWith('[') ? `the key at ${path.join('.')}` : labelOf(name);
  if (defaults && scope.scenario.decide(`default ${name} ${path.join('.')}`, `${label} being another key`))
    return undefined;
  return scope.scenario.oneOf(name, label, keys);
}
