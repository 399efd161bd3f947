/** Expands `Fn::ForEach`, which writes many members of a map from one. */

import { type Path, showPath } from '../path.js';
import { isLoopKey, isRawMap, type RawMap } from '../raw-value.js';
import { TemplateError } from '../template-error.js';
import { NoValue, Rest, Unknown, type Value } from '../value.js';
import { nameOf } from './join-text.js';
import { fillItems } from './loop-items.js';
import { Scenario } from './scenario.js';
import type { LoopItems, Scope, Written } from './scope.js';

/** A member of a map after its loops are expanded. */
export interface Member extends Written {
  /** As written, with the items of its loops filled in as far as they are known. */
  readonly key: string;
  /** Set where the loop's list is unknown: the member may exist any number of times, or not at all. */
  readonly uncertain?: Unknown | undefined;
}

/** CloudFormation allows 500 resources. Loops in other sections stay far below this too. */
const MAX_MEMBERS = 10_000;

/** CloudFormation allows five nested loops. */
const MAX_LOOPS = 20;

/** The members of a map in order, including those that its loops write. */
export function members(map: RawMap, path: Path, scope: Scope): readonly Member[] {
  const keys = Object.keys(map);
  // The fast path: nearly every map is outside of loops and contains none.
  if (scope.items.size === 0 && !keys.some(isLoopKey))
    return keys.map((key) => new PlainMember(key, map[key], path, scope.items));
  const all: Member[] = [];
  for (const member of expand(map, path, scope, undefined)) {
    if (all.push(member) > MAX_MEMBERS)
      throw new TemplateError(`The loops at ${showPath(path)} make more than ${MAX_MEMBERS} members`);
  }
  return all;
}

/** A member outside of loops. Few callers need its path, so that is built on demand. */
class PlainMember implements Member {
  constructor(
    readonly key: string,
    readonly raw: unknown,
    private readonly map: Path,
    readonly items: LoopItems,
  ) {}

  get path(): Path {
    return [...this.map, this.key];
  }
}

function* expand(map: RawMap, path: Path, scope: Scope, outer: Unknown | undefined): Generator<Member> {
  for (const key of Object.keys(map)) {
    const here = [...path, key];
    const raw = map[key];
    if (isLoopKey(key)) yield* expandLoop(raw, here, scope, outer);
    else {
      const filled = fillItems(key, scope.items, here, scope.budget);
      const uncertain = outer ?? (filled instanceof Unknown ? filled : undefined);
      yield {
        key: typeof filled === 'string' ? filled : key,
        raw,
        path: here,
        items: scope.items,
        uncertain,
      };
    }
  }
}

function* expandLoop(raw: unknown, path: Path, scope: Scope, outer: Unknown | undefined): Generator<Member> {
  const [name, list, body] = Array.isArray(raw) ? raw : [];
  const written = nameOf(name);
  // An item of an outer loop may be part of an inner loop's identifier.
  const identifier =
    typeof written === 'string' ? fillItems(written, scope.items, path, scope.budget) : undefined;
  if (typeof identifier !== 'string' || !isRawMap(body))
    throw new TemplateError(`Fn::ForEach at ${showPath(path)} takes an identifier, a list and a map`);
  const loops = scope.loops + 1;
  if (loops > MAX_LOOPS)
    throw new TemplateError(`Fn::ForEach at ${showPath(path.slice(0, 8))} is nested too deep`);
  const turn = (item: Value, uncertain: Unknown | undefined) => {
    const items = new Map(scope.items).set(identifier, item);
    return expand(body, [...path, 2], { ...scope, loops, items }, uncertain);
  };
  const items = valueInEveryScenario(list, [...path, 1], scope);
  for (const item of Array.isArray(items) ? items : []) {
    scope.budget.spend(1, path);
    if (item !== NoValue) yield* turn(item, outer);
  }
  const rest = unknownItems(items, list, path);
  if (rest === undefined) return;
  const unknown = new Unknown(`a loop over ${rest.reason}`, path, false, rest.parameter);
  yield* turn(unknown, outer ?? unknown);
}

/** Why a loop may have more items; undefined where it has none. Items that a macro may add to a literal list are ignored. */
function unknownItems(items: Value, list: unknown, path: Path): Unknown | undefined {
  if (Array.isArray(items)) return Array.isArray(list) ? undefined : items[Rest];
  return items instanceof Unknown ? items : new Unknown('something that is not a list', path);
}

/** A loop is expanded once for all scenarios, so a list that differs between scenarios is unknown. */
function valueInEveryScenario(raw: unknown, path: Path, scope: Scope): Value {
  const scenario = new Scenario();
  const value = scope.evaluate(raw, path, { ...scope, scenario });
  return scenario.isOnlyOne ? value : new Unknown('a list that depends on parameters or conditions', path);
}
