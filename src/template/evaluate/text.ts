/** Putting texts together from parts that may not be known. */

import { AmbiguousScalar } from '../ambiguous.js';
import { showPath } from '../raw.js';
import { NoValue, type Path, Unknown, type Value } from '../value.js';
import type { Bindings, Budget } from './scope.js';

/** How a scalar stands inside a text. */
export function asText(value: Value): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** The same where the text may not be known; undefined for what is no text. */
export function textOf(value: Value, path: Path): string | Unknown | undefined {
  if (value instanceof AmbiguousScalar) return new Unknown(value.reason, path, true);
  return value instanceof Unknown ? value : asText(value);
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/**
 * Joins parts. One unknown part makes the whole unknown, but a known one that is not blank makes it certainly set.
 *
 * @param rest set where there may be more parts
 */
export function concat(
  parts: readonly Value[],
  delimiter: string,
  path: Path,
  budget: Budget,
  rest?: Unknown,
): Value {
  const known: string[] = [];
  let length = 0;
  let count = 0;
  let unknown = rest;
  let set = false;
  for (const part of parts) {
    if (part === NoValue) continue;
    count++;
    const text = textOf(part, path);
    if (text instanceof Unknown) {
      unknown ??= text;
      set ||= text.set;
      continue;
    }
    if (text === undefined) {
      unknown ??= new Unknown('a text with a part that is not a string', path);
      continue;
    }
    set ||= !isBlank(text);
    known.push(text);
    length += text.length;
  }
  budget.text(length + count * delimiter.length, path);
  if (!unknown) return known.join(delimiter);
  const delimited = count > 1 && !isBlank(delimiter);
  return unknown.withSet(set || delimited);
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
    const text = textOf(value, path);
    const item = text instanceof Unknown ? '' : (text ?? '');
    budget.text(bound.length + holes * item.length, path);
    bound = bound.replace(HOLE, (hole, mark: string, name: string) => {
      if (name !== identifier) return hole;
      if (text instanceof Unknown) unknown ??= text;
      return mark === '&' ? item.replace(/[^A-Za-z0-9]/g, '') : item;
    });
  }
  if (!unknown) return bound;
  const set = unknown.set || !isBlank(bound);
  return new Unknown(unknown.reason, path, set, unknown.parameter);
}

/** CloudFormation refuses such a template later on; until then nothing is concluded from it. */
export function malformed(name: string, path: Path): Unknown {
  return new Unknown(
    `${name} at ${showPath(path)}, which is not of the form that CloudFormation takes`,
    path,
  );
}
