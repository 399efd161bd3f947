/**
 * What an expression in a template comes to, as far as the view allows: a JSON value, nothing at all
 * (`NoValue`), or something that cannot be told yet (`Unknown`, with the reason and the place).
 */

/** Place inside a template or a resource's properties: member names and list indices from the outside in. */
export type Path = readonly (string | number)[];

/** `AWS::NoValue`: the member or list item is removed as if it had not been written. */
export const NoValue: unique symbol = Symbol('AWS::NoValue');

/**
 * A value that this view cannot tell.
 *
 * `set` says that it will certainly be a string that is not empty (a reference to a resource, a dynamic
 * reference, a parameter whose constraints rule out the empty string).
 */
export class Unknown {
  constructor(
    /** Why, as the end of the sentence "… cannot be told: …". */
    readonly reason: string,
    /** Where the expression stands in the template. */
    readonly path: Path,
    readonly set = false,
  ) {}
}

/**
 * Marks a map or a list that may hold more than what is written, because a macro still has to run.
 * Its value says why.
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
export type Value = Scalar | typeof NoValue | Unknown | ValueList | ValueMap;

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

/**
 * A member of a map. `undefined` where the map certainly does not have it, `NoValue` and `null` as
 * written, `Unknown` where a macro may still add it.
 */
export function member(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : map[Rest];
}
