import { isLoopKey, isRawMap, memberOf } from '../raw-value.js';
import { Unknown } from '../value.js';
import type { Budget } from './budget.js';
import { fillItems, HOLE } from './loop-items.js';
import type { Written } from './scope.js';

/** A resource's type; undefined where it is missing or unknown. */
export function typeOf(resource: Written, budget: Budget): string | undefined {
  const type = writtenType(resource, budget);
  return typeof type === 'string' ? type : undefined;
}

/** Whether a resource has the type; Unknown where a loop may give it that type. */
export function isOfType(resource: Written, type: string, budget: Budget): boolean | Unknown {
  const found = writtenType(resource, budget);
  if (typeof found === 'string') return found === type;
  const raw = memberOf(resource.raw, 'Type');
  // The placeholders are unknown, but the text around them must match.
  if (found && typeof raw === 'string') return fits(piecesOf(raw), type) && found;
  return hasLoop(resource.raw) && new Unknown('a loop that may write its type', resource.path);
}

function writtenType({ raw, path, items }: Written, budget: Budget): string | Unknown | undefined {
  const type = memberOf(raw, 'Type');
  const filled = typeof type === 'string' ? fillItems(type, items, path, budget) : undefined;
  return typeof filled === 'string' ? filled.trim() : filled;
}

/** The text around the placeholders of loops. */
export function piecesOf(written: string): readonly string[] {
  return written.trim().replace(HOLE, '{}').split('{}');
}

/** Whether a text may be made of the pieces, with anything between them. */
export function fits(pieces: readonly string[], text: string): boolean {
  if (!text.startsWith(pieces[0] ?? '') || !text.endsWith(pieces.at(-1) ?? '')) return false;
  let from = 0;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return true;
}

/** Whether a loop writes members of the resource itself, beside its type and properties. */
export function hasLoop(raw: unknown): boolean {
  return isRawMap(raw) && Object.keys(raw).some(isLoopKey);
}
