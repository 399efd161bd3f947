/** Transforms: which are macros of the template's owner, and what they may still write. */

import type { Path } from './path.js';
import { isRawMap, memberOf, type RawMap } from './raw-value.js';
import { Unknown } from './value.js';

/** The transforms in one place. */
export interface Transforms {
  /** A macro other than AWS's transforms, as a noun: it may rewrite its siblings at every level. */
  readonly macro?: string | undefined;
  /** A transform of AWS that adds members to the map around it, as a noun. */
  readonly include?: string | undefined;
}

/** The keys of a transform. `Transform` is the short form, and the section at the top level. */
export const TRANSFORM_KEYS = ['Fn::Transform', 'Transform'] as const;

/** @param declared one transform or a list, from the top level or a call inside the template */
export function readTransforms(declared: unknown): Transforms {
  let macro: string | undefined;
  let include: string | undefined;
  for (const transform of Array.isArray(declared) ? declared : [declared]) {
    const name = isRawMap(transform) ? memberOf(transform, 'Name') : transform;
    if (typeof name !== 'string') macro ??= 'a transform whose name is not a string';
    else if (!name.startsWith('AWS::')) macro ??= `the macro ${name}`;
    else if (name === 'AWS::Include') include = name;
  }
  return { macro, include };
}

/** The transforms that a map calls beside its other members. */
export function transformsIn(map: RawMap): Transforms {
  return transformsAmong(TRANSFORM_KEYS.map((key) => ({ key, raw: memberOf(map, key) })));
}

export function transformsAmong(
  members: Iterable<{ readonly key: string; readonly raw: unknown }>,
): Transforms {
  let macro: string | undefined;
  let include: string | undefined;
  for (const { key, raw } of members) {
    if (!isTransform(key, raw)) continue;
    const found = readTransforms(raw);
    macro ??= found.macro;
    include ??= found.include ?? 'Fn::Transform';
  }
  return { macro, include };
}

/** Whether a member of a map calls a transform: a resource, parameter or mapping key may also be named Transform. */
export function isTransform(key: string, raw: unknown): boolean {
  if (key === 'Fn::Transform') return raw !== undefined;
  if (key !== 'Transform') return false;
  const calls = Array.isArray(raw) ? raw : [raw];
  return calls.some((call) => typeof call === 'string' || memberOf(call, 'Name') !== undefined);
}

/** The value of a missing member where a transform has not run yet. */
export function yetToRun(transform: string, path: Path): Unknown {
  return new Unknown(`${transform}, which may still write it`, path);
}
