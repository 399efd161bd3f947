/**
 * The value of an expression in a template, as far as it can be evaluated: a JSON value, `NoValue`, or `Unknown` with
 * the reason and the place.
 */

import { AmbiguousScalar } from './ambiguous-scalar.js';
import type { Path } from './path.js';

/** `AWS::NoValue`: CloudFormation removes the member or list item. */
export const NoValue: unique symbol = Symbol('AWS::NoValue');

/**
 * A value that is not known yet.
 *
 * `set` means that it will certainly be a string that is not empty: a reference to a resource, a dynamic reference, a
 * parameter whose constraints rule out the empty string.
 */
export class Unknown {
  constructor(
    /** What the value depends on, as a noun: "KmsKeyId depends on …". */
    readonly reason: string,
    /** The expression's place in the template. */
    readonly path: Path,
    readonly set = false,
    /** The parameter whose value would make this one known. */
    readonly parameter?: string,
  ) {}

  /** A copy with another `set`. */
  withSet(set: boolean): Unknown {
    return set === this.set ? this : new Unknown(this.reason, this.path, set, this.parameter);
  }
}

/**
 * Text in which CloudFormation will replace a part with a value that is not empty: a dynamic reference, or a change
 * set's placeholder.
 */
export class Deferred {
  constructor(
    readonly text: string,
    /** Whether CloudFormation has resolved all that it can, so that the resource's handler receives this very text. */
    readonly final: boolean,
  ) {}
}

/** A change set's placeholder for a value that exists only after the deployment. */
export const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** A complete reference; CloudFormation takes an incomplete one for plain text. */
const DYNAMIC_REFERENCE = /\{\{resolve:(?:ssm|ssm-secure|secretsmanager):[^{}]+\}\}/;

/** Turns every deferred text inside a value into `Deferred`. */
export function markDeferred(value: Value, final: boolean): Value {
  if (typeof value === 'string') {
    const isDeferred =
      value.includes('{{') && (DYNAMIC_REFERENCE.test(value) || value.includes(knownAfterApply));
    return isDeferred ? new Deferred(value, final) : value;
  }
  if (Array.isArray(value)) {
    const list: ValueList = value.map((item) => markDeferred(item, final));
    if (value[Rest]) list[Rest] = value[Rest];
    return list;
  }
  if (!isMap(value)) return value;
  const map: ValueMap = Object.create(null);
  for (const key of Object.keys(value)) map[key] = markDeferred(value[key] ?? null, final);
  if (value[Rest]) map[Rest] = value[Rest];
  return map;
}

/**
 * Marks a map or list that may have more members than it shows, because a macro has not run yet or a list is unknown.
 * The mark's value says why, and whether a missing member is certainly set.
 */
export const Rest: unique symbol = Symbol('rest');

export interface ValueMap {
  [key: string]: Value;
  [Rest]?: Unknown;
}
export interface ValueList extends Array<Value> {
  [Rest]?: Unknown;
}
export type Scalar = string | number | boolean | null;
export type Value = Scalar | AmbiguousScalar | typeof NoValue | Unknown | Deferred | ValueList | ValueMap;

export function isMap(value: Value | undefined): value is ValueMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown || value instanceof Deferred || value instanceof AmbiguousScalar)
  );
}

/** A list whose items are all unknown. */
export function unknownList(unknown: Unknown): ValueList {
  const list: ValueList = [];
  list[Rest] = unknown;
  return list;
}

/**
 * A member of a map: `undefined` where the map certainly does not have it, `NoValue` and `null` as written, `Unknown`
 * where a macro may still add it.
 */
export function member(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : map[Rest];
}
