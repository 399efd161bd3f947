/** A template as it was written: JSON values in which functions are still maps such as `{"Ref": "Key"}`. */

import { AmbiguousScalar } from './ambiguous-scalar.js';

export type RawMap = Readonly<Record<string, unknown>>;

export function isRawMap(raw: unknown): raw is RawMap {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof AmbiguousScalar);
}

/** A section or member that must be a map, or an empty one where it is missing or something else. */
export function mapAt(raw: unknown, key: string): RawMap {
  const found = isRawMap(raw) && Object.hasOwn(raw, key) ? raw[key] : undefined;
  return isRawMap(found) ? found : {};
}

export function memberOf(raw: unknown, key: string): unknown {
  return isRawMap(raw) && Object.hasOwn(raw, key) ? raw[key] : undefined;
}

/** A function's name and argument, where the map is a call: one member, `Ref` or `Fn::…`. */
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

/** A scalar as text, as in AllowedValues; anything else only shows that it is none. */
export function scalarText(raw: unknown): string | AmbiguousScalar {
  if (raw instanceof AmbiguousScalar) return raw;
  return typeof raw === 'object' ? JSON.stringify(Array.isArray(raw) ? [] : raw && {}) : String(raw);
}

/** Marks a map of YAML with those of its keys that readers do not agree on. */
export const AmbiguousKeys: unique symbol = Symbol('ambiguous keys');

export function ambiguousKeys(map: RawMap): ReadonlySet<string> | undefined {
  return (map as { [AmbiguousKeys]?: ReadonlySet<string> })[AmbiguousKeys];
}
