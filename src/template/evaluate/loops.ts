/** `Fn::ForEach`: members of a map that are written once and stand for many. */

import { isLoopKey, isRawMap, type RawMap, showPath, TemplateError } from '../raw.js';
import { NoValue, type Path, Rest, Unknown, type Value } from '../value.js';
import { nameOf } from './conditions.js';
import { evaluate } from './expression.js';
import { Scenario } from './scenario.js';
import type { Bindings, Scope } from './scope.js';
import { bind } from './text.js';

/** A member of a map after its loops are written out. */
export interface Member {
  /** As written, with the items of its loops filled in as far as they are known. */
  readonly key: string;
  readonly raw: unknown;
  readonly path: Path;
  readonly bindings: Bindings;
  /** Set where the loop's list is not known, so that the member may be there any number of times or not at all. */
  readonly uncertain?: Unknown | undefined;
}

/** CloudFormation allows 500 resources; loops over other things stay well below this too. */
const MAX_MEMBERS = 10_000;

/** CloudFormation allows five loops inside one another. */
const MAX_LOOPS = 20;

/** The members of a map in order, loops expanded, those inside loops too. */
export function members(map: RawMap, path: Path, scope: Scope): readonly Member[] {
  const keys = Object.keys(map);
  // Nearly every map is in no loop and has none.
  if (scope.bindings.size > 0 || keys.some(isLoopKey))
    return [...bounded(expand(map, path, scope, undefined), path)];
  return keys.map((key) => new PlainMember(key, map[key], path, scope.bindings));
}

/** A member outside of loops; most are passed over, so that their paths are put together on demand. */
class PlainMember implements Member {
  constructor(
    readonly key: string,
    readonly raw: unknown,
    private readonly map: Path,
    readonly bindings: Bindings,
  ) {}

  get path(): Path {
    return [...this.map, this.key];
  }
}

function* bounded(all: Iterable<Member>, path: Path): Generator<Member> {
  let count = 0;
  for (const member of all) {
    if (++count > MAX_MEMBERS)
      throw new TemplateError(`The loops at ${path.join('.')} make more than ${MAX_MEMBERS} members`);
    yield member;
  }
}

function* expand(map: RawMap, path: Path, scope: Scope, outer: Unknown | undefined): Generator<Member> {
  for (const key of Object.keys(map)) {
    const here = [...path, key];
    const raw = map[key];
    if (isLoopKey(key)) yield* expandLoop(raw, here, scope, outer);
    else {
      const bound = bind(key, scope.bindings, here, scope.budget);
      const uncertain = outer ?? (bound instanceof Unknown ? bound : undefined);
      yield {
        key: typeof bound === 'string' ? bound : key,
        raw,
        path: here,
        bindings: scope.bindings,
        ...(uncertain && { uncertain }),
      };
    }
  }
}

function* expandLoop(raw: unknown, path: Path, scope: Scope, outer: Unknown | undefined): Generator<Member> {
  const [name, list, body] = Array.isArray(raw) ? raw : [];
  // An outer loop may name an inner one's identifier.
  const written = nameOf(name);
  const identifier =
    typeof written === 'string' ? bind(written, scope.bindings, path, scope.budget) : undefined;
  if (typeof identifier !== 'string' || !isRawMap(body)) {
    throw new TemplateError(`Fn::ForEach at ${path.join('.')} takes an identifier, a list and a map`);
  }
  const loops = scope.loops + 1;
  if (loops > MAX_LOOPS)
    throw new TemplateError(`Fn::ForEach at ${showPath(path.slice(0, 8))} is nested too deep`);
  const items = settled(list, [...path, 1], scope);
  const bodyPath = [...path, 2];
  const within = (item: Value): Scope => ({
    ...scope,
    loops,
    bindings: new Map(scope.bindings).set(identifier, item),
  });
  for (const item of Array.isArray(items) ? items : []) {
    scope.budget.spend(1, path);
    if (item !== NoValue) yield* expand(body, bodyPath, within(item), outer);
  }
  // What a macro may add to a list that is written out is not looked for.
  const rest = Array.isArray(items) ? (Array.isArray(list) ? undefined : items[Rest]) : noList(items, path);
  if (rest === undefined) return;
  const uncertain = outer ?? new Unknown(`a loop over ${rest.reason}`, path, false, rest.parameter);
  yield* expand(body, bodyPath, within(uncertain), uncertain);
}

function noList(value: Value, path: Path): Unknown {
  return value instanceof Unknown ? value : new Unknown('something that is not a list', path);
}

/** A value that is the same in every scenario; one that is not counts as unknown. */
function settled(raw: unknown, path: Path, scope: Scope): Value {
  const scenario = new Scenario([]);
  const value = evaluate(raw, path, { ...scope, scenario });
  return scenario.trail.length === 0
    ? value
    : new Unknown('a list that depends on parameters or conditions', path);
}
