/**
 * What an expression in a template comes to, as far as it can be evaluated: a JSON value, nothing at all
 * (`NoValue`), or something that is not known yet (`Unknown`, with the reason and the place).
 */

import { AmbiguousScalar } from './ambiguous-scalar.js';
import type { Path } from './path.js';

/** `AWS::NoValue`: the member or list item is removed as if it had not been written. */
export const NoValue: unique symbol = Symbol('AWS::NoValue');

/**
 * A value that is not known yet.
 *
 * `set` says that it will certainly be a string that is not empty (a reference to a resource, a dynamic
 * reference, a parameter whose constraints rule out the empty string).
 */
export class Unknown {
  constructor(
    /** What it depends on, as a noun: "KmsKeyId depends on …". */
    readonly reason: string,
    /** Where the expression stands in the template. */
    readonly path: Path,
    readonly set = false,
    /** The parameter with whose value it would be known. */
    readonly parameter?: string,
  ) {}

  /** The same, but for whether it is certainly set. */
  withSet(set: boolean): Unknown {
    return set === this.set ? this : new Unknown(this.reason, this.path, set, this.parameter);
  }
}

/**
 * Text in which CloudFormation still puts a value: a dynamic reference, or a change set's placeholder. Either way
 * something will be set.
 */
export class Deferred {
  constructor(
    readonly text: string,
    /** Everything that can be resolved has been: this text reaches the resource's handler as it is. */
    readonly final: boolean,
  ) {}
}

/** A change set's word for a value that is known after it has been applied. */
export const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** A whole one; what only begins like one is text like any other. */
const DYNAMIC_REFERENCE = /\{\{resolve:(?:ssm|ssm-secure|secretsmanager):[^{}]+\}\}/;

/** The value with every deferred text in it marked as such. */
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
 * Marks a map or a list that may hold more than what is written: a macro still has to run, or a list is not
 * known. Its value says why, and whether what it may hold is certainly set.
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

/** A list of which nothing is known. */
export function unknownList(unknown: Unknown): ValueList {
  const list: ValueList = [];
  list[Rest] = unknown;
  return list;
}

/**
 * A member of a map. `undefined` where the map certainly does not have it, `NoValue` and `null` as
 * written, `Unknown` where a macro may still add it.
 */
export function member(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : map[Rest];
}
