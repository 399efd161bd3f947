/** `Fn::FindInMap`. */

import { AmbiguousScalar } from '../ambiguous.js';
import { ambiguousKeys, isLoopKey, isRawMap, memberOf, type RawMap, showPath } from '../raw.js';
import { transformsIn } from '../transforms.js';
import { type Path, Unknown, type Value } from '../value.js';
import { canonicalText } from './canonical.js';
import { nameOf } from './conditions.js';
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
  const name = nameOf(evaluate(rawName, [...path, 0], scope));
  if (name instanceof Unknown) return name;
  if (name === undefined)
    return new Unknown(`Fn::FindInMap at ${showPath(path)}, which does not name a mapping`, path);
  const look: LookUp = { name, path, scope, fallback: memberOf(options, 'DefaultValue') };
  const map = memberOf(scope.template.mappings, name);
  const found = isRawMap(map) ? lookUp(look, map, [rawFirst, rawSecond]) : unwritten(look);
  if (found instanceof Unknown) return found;
  // A mapping is written outside of every loop.
  if (found !== undefined && found !== null) return evaluate(found, path, { ...scope, bindings: new Map() });
  if (look.fallback !== undefined) return evaluate(look.fallback, [...path, 3, 'DefaultValue'], scope);
  const missing = isRawMap(map) ? 'does not have the keys asked for' : 'is not in this template';
  return new Unknown(`the mapping ${name}, which ${missing}`, path);
}

interface LookUp {
  readonly name: string;
  readonly path: Path;
  readonly scope: Scope;
  readonly fallback: unknown;
}

/** What is missing in the mappings may still be put there: then nothing is known of it. */
function unwritten({ name, path, scope }: LookUp, level?: RawMap): Unknown | undefined {
  const { macro, includes, mappings } = scope.template;
  const open = macro !== undefined || includes || isOpen(mappings) || (level && isOpen(level));
  return open ? new Unknown(`the mapping ${name}, which a transform may still complete`, path) : undefined;
}

function isOpen(level: RawMap): boolean {
  return transformsIn(level).include !== undefined || Object.keys(level).some(isLoopKey);
}

function lookUp(look: LookUp, map: RawMap, keys: readonly unknown[]): unknown {
  const { name, path, scope } = look;
  let macro = transformsIn(scope.template.mappings).macro;
  let level: unknown = map;
  for (const [index, rawKey] of keys.entries()) {
    if (!isRawMap(level)) return undefined;
    macro ??= transformsIn(level).macro;
    if (macro !== undefined) return new Unknown(`the mapping ${name}, which ${macro} may still change`, path);
    const here = [...path, index + 1];
    const value = evaluate(rawKey, here, scope);
    const key =
      value instanceof Unknown ? oneOfKeys(look, rawKey, level, here) : knownKey(look, value, level);
    if (key === undefined || key instanceof Unknown) return key;
    const next = memberOf(level, key);
    if (next === undefined) return unwritten(look, level);
    level = next;
  }
  return level;
}

function knownKey({ name, path }: LookUp, value: Value, level: RawMap): string | Unknown | undefined {
  const key = value instanceof AmbiguousScalar ? value.written : asText(value);
  if (key === undefined) return undefined;
  const isAlsoWritten = ambiguousKeys(level)?.has(key) ?? false;
  // Two that are written alike are alike, and one that is certainly there is the one that is meant.
  const isCertain =
    value instanceof AmbiguousScalar
      ? isAlsoWritten
      : !isAlsoWritten && (ambiguousKeys(level) === undefined || Object.hasOwn(level, key));
  return isCertain ? key : withAmbiguousKey(name, path);
}

function withAmbiguousKey(name: string, path: Path): Unknown {
  return new Unknown(`the mapping ${name} with a key that readers of YAML write differently`, path);
}

function oneOfKeys(look: LookUp, raw: unknown, level: RawMap, path: Path): string | Unknown | undefined {
  const { scope, fallback } = look;
  const keys = Object.keys(level);
  if (isOpen(level)) return unwritten(look, level);
  if (ambiguousKeys(level)) return withAmbiguousKey(look.name, path);
  const name = openParameter(raw, scope) ?? canonicalText([raw, [...scope.bindings]], scope.budget);
  scope.budget.spend(keys.length / 8, path);
  const label = name.startsWith('[') ? `the key at ${showPath(path)}` : labelOf(name);
  const question = `default ${name} ${path.join('.')}`;
  const answers = [`${label} is none of the keys there`, `${label} is one of the keys there`] as const;
  if (fallback !== undefined && scope.scenario.decide(question, answers)) return undefined;
  const chosen = scope.scenario.oneOf(name, label, keys);
  return chosen instanceof AmbiguousScalar ? knownKey(look, chosen, level) : chosen;
}
