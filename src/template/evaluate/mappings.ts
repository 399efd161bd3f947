/** `Fn::FindInMap`. */

import { AmbiguousScalar } from '../ambiguous-scalar.js';
import { type Path, showPath } from '../path.js';
import { ambiguousKeys, isRawMap, memberOf, type RawMap } from '../raw-value.js';
import { transformsIn } from '../transforms.js';
import { Unknown, type Value } from '../value.js';
import { canonicalText } from './canonical-text.js';
import { asText, nameOf } from './join-text.js';
import { labelOf } from './parameter-value.js';
import { parameterReferredTo } from './references.js';
import { hasLoop } from './resource-type.js';
import type { Scope } from './scope.js';

/** One call: the mapping that it names, and its default for keys that the mapping does not have. */
interface LookUp {
  readonly mapping: string;
  readonly path: Path;
  readonly scope: Scope;
  readonly fallback: unknown;
}

/**
 * Looks up `[mapping, first key, second key, {DefaultValue}]`. An unknown key may be every key that the mapping has,
 * one in each scenario: with any other key the deployment fails.
 */
export function findInMap(argument: unknown, path: Path, scope: Scope): Value {
  const [rawName, rawFirst, rawSecond, options] = Array.isArray(argument) ? argument : [];
  const mapping = nameOf(scope.evaluate(rawName, [...path, 0], scope));
  // Its name is set, but not its content.
  if (mapping instanceof Unknown) return mapping.withSet(false);
  if (mapping === undefined)
    return new Unknown(`Fn::FindInMap at ${showPath(path)}, which does not name a mapping`, path);
  const look: LookUp = { mapping, path, scope, fallback: memberOf(options, 'DefaultValue') };
  const map = memberOf(scope.template.mappings, mapping);
  const found = isRawMap(map) ? valueIn(map, [rawFirst, rawSecond], look) : missing(look);
  if (found instanceof Unknown) return found;
  // Loops cannot be around a mapping, so the items of the call's loops do not apply.
  if (found !== undefined && found !== null)
    return scope.evaluate(found, path, { ...scope, items: new Map() });
  if (look.fallback !== undefined) return scope.evaluate(look.fallback, [...path, 3, 'DefaultValue'], scope);
  return unknown(look, isRawMap(map) ? 'which does not have the keys' : 'which is not in this template');
}

function valueIn(map: RawMap, keys: readonly unknown[], look: LookUp): unknown {
  const { path, scope } = look;
  let macro = transformsIn(scope.template.mappings).macro;
  let level: unknown = map;
  for (const [index, rawKey] of keys.entries()) {
    if (!isRawMap(level)) return undefined;
    macro ??= transformsIn(level).macro;
    if (macro !== undefined) return unknown(look, `which ${macro} may still change`);
    const here = [...path, index + 1];
    const value = scope.evaluate(rawKey, here, scope);
    const key =
      value instanceof Unknown ? oneOfKeys(rawKey, level, here, look) : knownKey(value, level, look);
    if (key === undefined || key instanceof Unknown) return key;
    const next = memberOf(level, key);
    if (next === undefined) return missing(look, level);
    level = next;
  }
  return level;
}

/** A missing key: Unknown where a transform or loop may still add it, undefined where it certainly does not exist. */
function missing(look: LookUp, level: RawMap = {}): Unknown | undefined {
  const { macro, includes, mappings } = look.scope.template;
  const isOpen = macro !== undefined || includes || mayGrow(mappings) || mayGrow(level);
  return isOpen ? unknown(look, 'which a transform may still complete') : undefined;
}

function mayGrow(level: RawMap): boolean {
  const known = growing.get(level) ?? (transformsIn(level).include !== undefined || hasLoop(level));
  growing.set(level, known);
  return known;
}

/** A cache for `mayGrow`, which runs for every missing key, on maps of any size. */
const growing = new WeakMap<RawMap, boolean>();

function knownKey(value: Value, level: RawMap, look: LookUp): string | Unknown | undefined {
  const isAmbiguous = value instanceof AmbiguousScalar;
  const key = isAmbiguous ? value.written : asText(value);
  if (key === undefined) return undefined;
  const ambiguous = ambiguousKeys(level);
  const isAmbiguousThere = ambiguous?.has(key) ?? false;
  // An ambiguous key certainly matches a key written the same way. Any other key certainly matches itself.
  const isCertain = isAmbiguous
    ? isAmbiguousThere
    : !isAmbiguousThere && (ambiguous === undefined || Object.hasOwn(level, key));
  return isCertain ? key : unknown(look, AMBIGUOUS);
}

function oneOfKeys(raw: unknown, level: RawMap, path: Path, look: LookUp): string | Unknown | undefined {
  const { scope, fallback } = look;
  const open = missing(look, level);
  if (open) return open;
  if (ambiguousKeys(level)) return unknown(look, AMBIGUOUS);
  const keys = Object.keys(level);
  scope.budget.spend(keys.length / 8, path);
  const parameter = parameterReferredTo(raw, scope);
  const name = parameter ?? canonicalText([raw, [...scope.items]], scope.budget);
  const label = parameter === undefined ? `the key at ${showPath(path)}` : labelOf(parameter);
  const question = `default ${name} ${path.join('.')}`;
  const answers = [`${label} is none of the keys there`, `${label} is one of the keys there`] as const;
  if (fallback !== undefined && scope.scenario.decide(question, answers)) return undefined;
  const chosen = scope.scenario.oneOf(name, label, keys);
  return chosen instanceof AmbiguousScalar ? knownKey(chosen, level, look) : chosen;
}

const AMBIGUOUS = 'which has a key that YAML parsers read differently';

function unknown({ mapping, path }: LookUp, why: string): Unknown {
  return new Unknown(`the mapping ${mapping}, ${why}`, path);
}
