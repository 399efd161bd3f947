/** Puts the items of loops into texts. */

import type { Path } from '../path.js';
import { Unknown } from '../value.js';
import type { Budget } from './budget.js';
import { isBlank, textOf } from './join-text.js';
import type { LoopItems } from './scope.js';

/** `${Name}` is the item of a loop; `&{Name}` is the item's letters and digits only. */
export const HOLE = /([$&])\{([^{}]+)\}/g;

/**
 * Replaces the placeholders of the loops around a text with the loops' items, and leaves other placeholders to
 * `Fn::Sub`. CloudFormation expands the outer loop first, so its item may contain a placeholder of an inner loop.
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
  // A placeholder that is left may become an empty text.
  const set = unknown.set || !isBlank(filled.replace(HOLE, ''));
  return new Unknown(unknown.reason, path, set, unknown.parameter);
}
