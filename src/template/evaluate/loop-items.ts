/** The items of loops, filled into texts. */

import type { Path } from '../path.js';
import { Unknown } from '../value.js';
import type { Budget } from './budget.js';
import { isBlank, textOf } from './join-text.js';
import type { LoopItems } from './scope.js';

/** `${Name}` is the item of a loop, `&{Name}` the same with nothing but its letters and digits. */
export const HOLE = /([$&])\{([^{}]+)\}/g;

/**
 * Puts the items of the loops around a text in their places; other holes are left to `Fn::Sub`. CloudFormation
 * writes out the outer loop first, so that an item of it may hold an inner loop's hole.
 */
export function fillItems(text: string, items: LoopItems, path: Path, budget: Budget): string | Unknown {
  if (items.size === 0 || !text.includes('{')) return text;
  let unknown: Unknown | undefined;
  let filled = text;
  for (const [identifier, value] of items) {
    const holes = filled.split(`{${identifier}}`).length - 1;
    if (holes === 0) continue;
    const found = textOf(value, path) ?? '';
    const item = found instanceof Unknown ? '' : found;
    budget.text(filled.length + holes * item.length, path);
    filled = filled.replace(HOLE, (hole, mark: string, name: string) => {
      if (name !== identifier) return hole;
      if (found instanceof Unknown) unknown ??= mark === '&' ? found.withSet(false) : found;
      return mark === '&' ? item.replace(/[^A-Za-z0-9]/g, '') : item;
    });
  }
  if (!unknown) return filled;
  // A hole that is left may come to nothing.
  const set = unknown.set || !isBlank(filled.replace(HOLE, ''));
  return new Unknown(unknown.reason, path, set, unknown.parameter);
}
