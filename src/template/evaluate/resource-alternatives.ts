import { showPath } from '../path.js';
import { isRawMap, memberOf } from '../raw-value.js';
import { transformsIn, yetToRun } from '../transforms.js';
import { isMap, Rest, Unknown, type ValueMap } from '../value.js';
import { isTrue } from './conditions.js';
import { hasLoop } from './resource-type.js';
import { explore } from './scenario.js';
import type { Members, Scope, Written } from './scope.js';

/** The resource under one consistent set of assumptions. */
export interface ResourceAlternative {
  /** False where its condition is false. */
  readonly exists: boolean;
  readonly properties: ValueMap;
  /** The assumptions, as clauses. */
  readonly assuming: readonly string[];
}

/** How many alternatives of one resource are evaluated. If there are more, the rest is one with unknown properties. */
const MAX_ALTERNATIVES = 512;

/** @param doubts why the resource may not exist, or have another type */
export function* alternativesOf(
  resource: Written,
  scope: Scope,
  wanted: Members,
  doubts: readonly Unknown[],
): Generator<ResourceAlternative> {
  let count = 0;
  const run = explore((scenario) => alternativeIn({ ...scope, scenario }, resource, wanted, doubts));
  for (const alternative of run) {
    yield alternative;
    if (++count >= MAX_ALTERNATIVES || scope.budget.isLow) {
      const reason = `more than ${count} combinations of its conditions and parameters`;
      yield { exists: true, properties: { [Rest]: new Unknown(reason, resource.path) }, assuming: [] };
      return;
    }
  }
}

function alternativeIn(
  outer: Scope,
  { raw, path }: Written,
  wanted: Members,
  doubts: readonly Unknown[],
): ResourceAlternative {
  const { scenario } = outer;
  const { macro = outer.macro, include } = isRawMap(raw) ? transformsIn(raw) : {};
  const scope = { ...outer, macro };
  const name = memberOf(raw, 'Condition');
  const exists =
    doubts.every(({ reason }) =>
      scenario.decide(`${reason} ${showPath(path)}`, [
        `it exists, which depends on ${reason}`,
        `it does not exist, which depends on ${reason}`,
      ]),
    ) &&
    (name === undefined || isTrue(name, [...path, 'Condition'], scope));
  if (!exists) return { exists, properties: {}, assuming: scenario.assuming };
  const value = scope.evaluate(memberOf(raw, 'Properties') ?? {}, [...path, 'Properties'], scope, wanted);
  const properties = isMap(value) ? value : {};
  const open = macro ?? include ?? (hasLoop(raw) ? 'a loop in the resource' : undefined);
  const rest =
    value instanceof Unknown ? value.withSet(false) : open === undefined ? undefined : yetToRun(open, path);
  if (rest) properties[Rest] ??= rest;
  return { exists, properties, assuming: scenario.assuming };
}
