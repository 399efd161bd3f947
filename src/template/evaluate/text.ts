/** Putting texts together from parts that may not be known. */

import { NoValue, type Path, Unknown, type Value } from '../value.js';
import type { Bindings, Budget } from './scope.js';

/** How a scalar stands inside a text. */
export function asText(value: Value): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Joins parts. One unknown part makes the whole unknown, but a known one that is not blank makes it certainly set. */
export function concat(parts: readonly Value[], delimiter: string, path: Path, budget: Budget): Value {
  const known: string[] = [];
  let length = 0;
  let count = 0;
  let unknown: Unknown | undefined;
  let set = false;
  for (const part of parts) {
    if (part === NoValue) continue;
    count++;
    if (part instanceof Unknown) {
      unknown ??= part;
      set ||= part.set;
      continue;
    }
    const text = asText(part);
    if (text === undefined) {
      unknown ??= new Unknown('a part of the text is not a string', path);
      continue;
    }
    set ||= !isBlank(text);
    known.push(text);
    length += text.length;
  }
  budget.text(length + count * delimiter.length, path);
  if (!unknown) return known.join(delimiter);
  const delimited = count > 1 && !isBlank(delimiter);
  return new Unknown(unknown.reason, unknown.path, set || delimited);
}

/** `${Name}` is the item of a loop, `&{Name}` the same with nothing but its letters and digits. */
export const HOLE = /([$&])\{([^{}]+)\}/g;

/**
 * Puts the items of the loops around a text in their places; other holes are left to `Fn::Sub`. CloudFormation
 * writes out the outer loop first, so that an item of it may hold an inner loop's hole.
 */
export function bind(text: string, bindings: Bindings, path: Path, budget: Budget): string | Unknown {
  if (bindings.size === 0 || !text.includes('{')) return text;
  let unknown: Unknown | undefined;
  let bound = text;
  for (const [identifier, value] of bindings) {
    const holes = bound.split(`{${identifier}}`).length - 1;
    if (holes === 0) continue;
    const item = value instanceof Unknown ? '' : (asText(value) ?? '');
    budget.text(bound.length + holes * item.length, path);
    bound = bound.replace(HOLE, (hole, mark: string, name: string) => {
      if (name !== identifier) return hole;
      if (value instanceof Unknown) unknown ??= value;
      return mark === '&' ? item.replace(/[^A-Za-z0-9]/g, '') : item;
    });
  }
  return unknown ? new Unknown(unknown.reason, path, unknown.set || !isBlank(bound)) : bound;
}
