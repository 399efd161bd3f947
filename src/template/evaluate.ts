/** Expression -> value, in one world. */

import { intrinsicNamed } from './intrinsics.js';
import { members } from './loops.js';
import { asCall, isRawMap, type RawMap } from './raw.js';
import type { Scope } from './scope.js';
import { bind } from './text.js';
import { type Path, Rest, Unknown, type Value, type ValueList, type ValueMap } from './value.js';

/**
 * Which members of a map to evaluate, all the way down; lists are looked through. The others are only
 * known to be there, so that conditions which matter to none of these make no worlds.
 */
export type Members = true | { readonly [key: string]: Members };

export function evaluate(raw: unknown, path: Path, scope: Scope, wanted: Members = true): Value {
  if (typeof raw === 'string') return bind(raw, scope.bindings, path, scope.budget);
  if (typeof raw === 'number' || typeof raw === 'boolean' || raw === null) return raw;
  return scope.budget.within(path, Array.isArray(raw) ? raw.length : 0, () => {
    if (Array.isArray(raw)) return evaluateList(raw, path, scope, wanted);
    if (!isRawMap(raw)) return null;
    const call = asCall(raw);
    if (!call) return evaluateMap(raw, path, scope, wanted);
    return intrinsicNamed(call.name)(call.argument, [...path, call.name], scope, wanted);
  });
}

function evaluateList(raw: readonly unknown[], path: Path, scope: Scope, wanted: Members): ValueList {
  const list: ValueList = raw.map((item, index) => evaluate(item, [...path, index], scope, wanted));
  if (scope.template.macro !== undefined) list[Rest] = byMacro(scope.template.macro, path);
  return list;
}

function evaluateMap(raw: RawMap, path: Path, scope: Scope, wanted: Members): ValueMap {
  const map: ValueMap = Object.create(null);
  if (scope.template.macro !== undefined) map[Rest] = byMacro(scope.template.macro, path);
  for (const member of members(raw, path, scope)) {
    if (member.key === 'Fn::Transform')
      map[Rest] ??= new Unknown('Fn::Transform may still write it', member.path);
    else if (member.uncertain) map[Rest] ??= member.uncertain;
    else {
      scope.budget.spend(1, path);
      const inner =
        wanted === true ? true : Object.hasOwn(wanted, member.key) ? wanted[member.key] : undefined;
      map[member.key] =
        inner === undefined
          ? new Unknown('it does not matter here', member.path)
          : evaluate(member.raw, member.path, { ...scope, bindings: member.bindings }, inner);
    }
  }
  return map;
}

function byMacro(macro: string, path: Path): Unknown {
  return new Unknown(`${macro} may still write it`, path);
}
