/** Expression -> value, in one scenario. */

import { AmbiguousScalar } from '../ambiguous.js';
import { asCall, isRawMap, type RawMap } from '../raw.js';
import { isTransform, transformsAmong, yetToRun } from '../transforms.js';
import { type Path, Rest, Unknown, type Value, type ValueList, type ValueMap } from '../value.js';
import { intrinsicNamed } from './intrinsics.js';
import { members } from './loops.js';
import type { Bindings, Scope } from './scope.js';
import { bind } from './text.js';

/**
 * Which members of a map to evaluate, all the way down; lists are looked through. The others are only
 * known to be there, so that conditions which matter to none of these make no scenarios.
 */
export type Members = true | { readonly [key: string]: Members };

export function evaluate(raw: unknown, path: Path, scope: Scope, wanted: Members = true): Value {
  if (typeof raw === 'string') return bind(raw, scope.bindings, path, scope.budget);
  if (typeof raw === 'number' || typeof raw === 'boolean' || raw === null || raw instanceof AmbiguousScalar)
    return raw;
  if (!Array.isArray(raw) && !isRawMap(raw)) return null;
  scope.budget.enter(path, Array.isArray(raw) ? raw.length : 0);
  const value = Array.isArray(raw)
    ? evaluateList(raw, path, scope, wanted)
    : evaluateCallOrMap(raw, path, scope, wanted);
  scope.budget.leave();
  return value;
}

function evaluateCallOrMap(raw: RawMap, path: Path, scope: Scope, wanted: Members): Value {
  const call = asCall(raw);
  if (!call) return evaluateMap(raw, path, scope, wanted);
  return intrinsicNamed(call.name)(call.argument, [...path, call.name], scope, wanted);
}

function evaluateList(raw: readonly unknown[], path: Path, scope: Scope, wanted: Members): ValueList {
  const list: ValueList = raw.map((item, index) => evaluate(item, [...path, index], scope, wanted));
  if (scope.macro !== undefined) list[Rest] = yetToRun(scope.macro, path);
  return list;
}

function evaluateMap(raw: RawMap, path: Path, outer: Scope, wanted: Members): ValueMap {
  const all = members(raw, path, outer);
  const { macro = outer.macro, include } = transformsAmong(all);
  const scope = macro === outer.macro ? outer : { ...outer, macro };
  const map: ValueMap = Object.create(null);
  const transform = macro ?? include;
  if (transform !== undefined) map[Rest] = yetToRun(transform, path);
  for (const member of all) {
    const { key } = member;
    if (isTransform(key, member.raw)) continue;
    if (member.uncertain) map[Rest] ??= member.uncertain;
    else {
      scope.budget.spend(1, path);
      const inner = wanted === true ? true : Object.hasOwn(wanted, key) ? wanted[key] : undefined;
      map[key] =
        inner === undefined
          ? UNREAD
          : evaluate(member.raw, member.path, within(scope, member.bindings), inner);
    }
  }
  return map;
}

/** Stands for a member that nobody asks for. */
const UNREAD = new Unknown('a member that was not asked for', []);

function within(scope: Scope, bindings: Bindings): Scope {
  return bindings === scope.bindings ? scope : { ...scope, bindings };
}
