/** Transforms: which of them is a macro of the user's own, and what it may still write. */

import type { Path } from './path.js';
import { isRawMap, memberOf, type RawMap } from './raw-value.js';
import { Unknown } from './value.js';

/** What the transforms of one place may do. */
export interface Transforms {
  /** A macro of the user's own, as a noun: it may write whatever stands beside it, all the way down. */
  readonly macro?: string | undefined;
  /** AWS's own that adds members to the map which it stands in, as a noun. */
  readonly include?: string | undefined;
}

/** The keys under which a transform stands: `Transform` is the short form, and the section at the top level. */
export const TRANSFORM_KEYS = ['Fn::Transform', 'Transform'] as const;

/** What is declared at the top level, or called somewhere inside: one transform, or a list. */
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

/** The transforms that are called beside the other members of a map. */
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

/** Whether a member of a map calls a transform. A resource, parameter or key of a mapping may be named Transform. */
export function isTransform(key: string, raw: unknown): boolean {
  if (key === 'Fn::Transform') return raw !== undefined;
  if (key !== 'Transform') return false;
  const calls = Array.isArray(raw) ? raw : [raw];
  return calls.some((call) => typeof call === 'string' || memberOf(call, 'Name') !== undefined);
}

/** What is missing where a transform has still to run. */
export function yetToRun(transform: string, path: Path): Unknown {
  return new Unknown(`${transform}, which may still write it`, path);
}
