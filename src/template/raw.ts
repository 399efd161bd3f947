/** A template as it was written: JSON values in which functions are still maps such as `{"Ref": "Key"}`. */

import { AmbiguousScalar } from './ambiguous.js';
import type { Path } from './value.js';

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

/**
 * CloudFormation takes templates of up to 1 MB (1,048,576 bytes); twice that leaves room for other ways
 * of counting and still bounds what parsing may cost.
 */
export const MAX_TEMPLATE_LENGTH = 2 * 1024 * 1024;

/** Deepest nesting that is followed; CloudFormation's own templates stay far below it. */
export const MAX_DEPTH = 120;

/** Expressions evaluated for one template; a second's work at most. */
export const MAX_STEPS = 600_000;

/** Longest text that is put together: no property of a resource takes more than a template itself may have. */
export const MAX_TEXT = 1024 * 1024;

/** The template cannot be used, with the place where there is one. Lines and columns count from 1. */
export class TemplateError extends Error {
  override name = 'TemplateError';
  constructor(
    message: string,
    readonly line?: number,
    readonly column?: number,
    options?: ErrorOptions,
  ) {
    super(line === undefined ? message : `${message} (line ${line}, column ${column})`, options);
  }
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

/** Keys of a YAML map that readers do not agree on; a look-up may or may not meet them. */
export const AmbiguousKeys: unique symbol = Symbol('ambiguous keys');

export function ambiguousKeys(map: RawMap): ReadonlySet<string> | undefined {
  return (map as { [AmbiguousKeys]?: ReadonlySet<string> })[AmbiguousKeys];
}

/** `Resources.Config.Properties.ProductionVariants[0]`, as people write a place. */
export function showPath(path: Path): string {
  let shown = '';
  for (const step of path) {
    if (typeof step === 'number') shown += `[${step}]`;
    else shown += shown === '' ? step : `.${step}`;
  }
  return shown;
}
