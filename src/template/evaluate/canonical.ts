/** Raw values as text in which equal ones are equal. */

import { AmbiguousScalar } from '../ambiguous.js';
import { isRawMap } from '../raw.js';
import type { Budget } from './scope.js';

/**
 * JSON in which the order of members does not count. Aliases may repeat a part without end, so that every
 * part is counted.
 *
 * @param visit told of every part, keys aside
 * @throws TemplateError where it is too deep or too long
 */
export function canonicalText(
  raw: unknown,
  budget: Budget,
  visit: (part: unknown) => void = () => {},
): string {
  visit(raw);
  if (typeof raw !== 'object' || raw === null || raw instanceof AmbiguousScalar) {
    const text = raw instanceof AmbiguousScalar ? `#${raw.written}` : (JSON.stringify(raw) ?? '');
    budget.spend(text.length / 64);
    return text;
  }
  budget.enter([], Object.keys(raw).length);
  const text = canonicalParts(raw, budget, visit);
  budget.leave();
  return text;
}

function canonicalParts(raw: object, budget: Budget, visit: (part: unknown) => void): string {
  if (Array.isArray(raw)) return `[${raw.map((item) => canonicalText(item, budget, visit)).join()}]`;
  if (!isRawMap(raw)) return 'null';
  const members = Object.keys(raw)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(raw[key], budget, visit)}`);
  return `{${members.join()}}`;
}
