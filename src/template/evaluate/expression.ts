/** Evaluates expressions: expression -> value, in one scenario. */

import { AmbiguousScalar } from '../ambiguous-scalar.js';
import type { Path } from '../path.js';
import { asCall, isRawMap, type RawMap } from '../raw-value.js';
import { isTransform, transformsAmong, yetToRun } from '../transforms.js';
import { Rest, Unknown, type Value, type ValueList, type ValueMap } from '../value.js';
import { deploymentFunctions } from './functions.js';
import { fillItems } from './loop-items.js';
import { members } from './loops.js';
import type { Members, Scope } from './scope.js';
import { specialForms } from './special-forms.js';

/** Evaluates an expression. Functions evaluate their arguments with it, as `scope.evaluate`. */
export function evaluate(raw: unknown, path: Path, scope: Scope, wanted: Members = true): Value {
  if (typeof raw === 'string') return fillItems(raw, scope.items, path, scope.budget);
  if (typeof raw === 'number' || typeof raw === 'boolean' || raw instanceof AmbiguousScalar) return raw;
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
  const { name, argument } = call;
  const at = [...path, name];
  if (isIn(specialForms, name)) return specialForms[name](argument, at, scope, wanted);
  const strict = Object.hasOwn(scope.strictFunctions, name) ? scope.strictFunctions[name] : undefined;
  if (strict) return strict(evaluateArgument(argument, at, scope), { path: at, budget: scope.budget });
  if (isIn(deploymentFunctions, name)) return deploymentFunctions[name](at);
  return new Unknown(`the function ${name}, which the guard does not know`, at);
}

function isIn<T extends object>(table: T, name: PropertyKey): name is keyof T {
  return Object.hasOwn(table, name);
}

/** Counts a function together with its list of arguments as one level of nesting. */
function evaluateArgument(argument: unknown, path: Path, scope: Scope): Value {
  if (!Array.isArray(argument)) return evaluate(argument, path, scope);
  scope.budget.spend(argument.length, path);
  return evaluateList(argument, path, scope, true);
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
    const { key, items, uncertain } = member;
    if (isTransform(key, member.raw)) continue;
    if (uncertain) map[Rest] ??= uncertain;
    else {
      scope.budget.spend(1, path);
      const inner = wanted === true || (Object.hasOwn(wanted, key) && wanted[key]);
      const within = items === scope.items ? scope : { ...scope, items };
      map[key] = inner ? evaluate(member.raw, member.path, within, inner) : UNREAD;
    }
  }
  return map;
}

/** The value of a member that the caller did not ask for. */
const UNREAD = new Unknown('a member that was not asked for', []);
