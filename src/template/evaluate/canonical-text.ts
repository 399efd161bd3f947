import { AmbiguousScalar } from '../ambiguous-scalar.js';
import type { Budget } from './budget.js';

/**
 * A part of a template as JSON with its members sorted, so that parts which differ only in the order of members, or in
 * the form of `Fn::GetAtt`, have the same text.
 *
 * @param visit called with every part except keys
 * @throws TemplateError where the part is nested too deep, or aliases make it larger than any template
 */
export function canonicalText(
  raw: unknown,
  budget: Budget,
  visit: (part: unknown) => void = () => {},
): string {
  visit(raw);
  if (typeof raw !== 'object' || raw === null || raw instanceof AmbiguousScalar) {
    const text = raw instanceof AmbiguousScalar ? `#${raw}` : (JSON.stringify(raw) ?? '');
    budget.spend(text.length / 64);
    return text;
  }
  const parts = Object.entries(raw);
  budget.enter([], parts.length);
  const textOf = ([key, part]: [string, unknown]) =>
    (Array.isArray(raw) ? '' : `${JSON.stringify(key)}:`) +
    canonicalText(key === 'Fn::GetAtt' ? inTwo(part) : part, budget, visit);
  if (!Array.isArray(raw)) parts.sort(([one], [other]) => (one < other ? -1 : 1));
  const text = parts.map(textOf).join();
  budget.leave();
  return Array.isArray(raw) ? `[${text}]` : `{${text}}`;
}

/** `Key.Arn` -> `['Key', 'Arn']`. */
function inTwo(target: unknown): unknown {
  return typeof target === 'string' ? target.split(/\.(.*)/s, 2) : target;
}
