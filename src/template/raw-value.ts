/** Templates before evaluation: JSON values in which functions are still maps such as `{"Ref": "Key"}`. */

import { AmbiguousScalar } from './ambiguous-scalar.js';

export type RawMap = Readonly<Record<string, unknown>>;

export function isRawMap(raw: unknown): raw is RawMap {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof AmbiguousScalar);
}

/** A member that must be a map; an empty map where it is missing or not a map. */
export function mapAt(raw: unknown, key: string): RawMap {
  const found = isRawMap(raw) && Object.hasOwn(raw, key) ? raw[key] : undefined;
  return isRawMap(found) ? found : {};
}

export function memberOf(raw: unknown, key: string): unknown {
  return isRawMap(raw) && Object.hasOwn(raw, key) ? raw[key] : undefined;
}

/** The function's name and argument, where the value is a call: a map with one member, `Ref` or `Fn::…`. */
export function asCall(raw: unknown): { readonly name: string; readonly argument: unknown } | undefined {
  if (!isRawMap(raw)) return undefined;
  let name: string | undefined;
  for (const key in raw) {
    if (name !== undefined) return undefined;
    name = key;
  }
  if (name === undefined || !(name === 'Ref' || (name.startsWith('Fn::') && !isLoopKey(name))))
    return undefined;
  return { name, argument: raw[name] };
}

export function isLoopKey(key: string): boolean {
  return key.startsWith('Fn::ForEach::') || key === 'Fn::ForEach';
}

/** A scalar as text, as in AllowedValues; for a list or map only `[]` or `{}`. */
export function scalarText(raw: unknown): string | AmbiguousScalar {
  if (raw instanceof AmbiguousScalar) return raw;
  return typeof raw === 'object' ? JSON.stringify(Array.isArray(raw) ? [] : raw && {}) : String(raw);
}

/** Holds the keys of a YAML map that parsers read differently. */
export const AmbiguousKeys: unique symbol = Symbol('ambiguous keys');

export function ambiguousKeys(map: RawMap): ReadonlySet<string> | undefined {
  return (map as { [AmbiguousKeys]?: ReadonlySet<string> })[AmbiguousKeys];
}
