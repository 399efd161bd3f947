/** Values as text, and texts joined from parts of which some may be unknown. */

import { AmbiguousScalar } from '../ambiguous-scalar.js';
import type { Path } from '../path.js';
import { NoValue, Unknown, type Value } from '../value.js';
import type { Budget } from './budget.js';

/** A scalar's text; undefined for everything else. */
export function asText(value: Value): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** A scalar's text, or Unknown where it is not known; undefined for everything else. */
export function textOf(value: Value, path: Path): string | Unknown | undefined {
  if (value instanceof AmbiguousScalar) return new Unknown(value.reason, path, true);
  return value instanceof Unknown ? value : asText(value);
}

/** A name as it is written: a YAML parser that reads it differently also reads the declaration differently. */
export function nameOf(value: unknown): string | Unknown | undefined {
  if (value instanceof AmbiguousScalar) return value.written;
  return typeof value === 'string' || value instanceof Unknown ? value : undefined;
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

/**
 * Joins parts. One unknown part makes the whole text unknown; one known part that is not blank makes it certainly set.
 *
 * @param rest given where there may be more parts
 */
export function joinText(
  parts: readonly Value[],
  delimiter: string,
  path: Path,
  budget: Budget,
  rest?: Unknown,
): string | Unknown {
  const known: string[] = [];
  let length = 0;
  let count = 0;
  let unknown = rest;
  let set = false;
  for (const part of parts) {
    if (part === NoValue) continue;
    count++;
    const text = textOf(part, path) ?? new Unknown('a text with a part that is not a string', path);
    if (text instanceof Unknown) {
      unknown ??= text;
      set ||= text.set;
    } else {
      set ||= !isBlank(text);
      known.push(text);
      length += text.length;
    }
  }
  budget.text(length + count * delimiter.length, path);
  const isDelimited = count > 1 && !isBlank(delimiter);
  return unknown ? unknown.withSet(set || isDelimited) : known.join(delimiter);
}
