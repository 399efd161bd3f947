/** What a change of properties does to a resource. */
import type { Resolved } from './resolved.js';

/** Types of which every property but the tags is create-only. */
const createOnly = new Set([
  'AWS::SageMaker::EndpointConfig',
  'AWS::SageMaker::Model',
  'AWS::Lambda::Permission',
]);

/** Whether an update of one to the other makes a new resource. */
export function isReplaced(before: Resolved, after: Resolved): boolean {
  if (before.type !== after.type) return true;
  if (!createOnly.has(after.type)) return false;
  const { Tags: _old, ...old } = before.properties;
  const { Tags: _new, ...now } = after.properties;
  return JSON.stringify(sorted(old)) !== JSON.stringify(sorted(now));
}

/** Whether an operation leaves the resource alone. */
export function isSame(before: Resolved, after: Resolved): boolean {
  return (
    before.type === after.type &&
    JSON.stringify(sorted(before.properties)) === JSON.stringify(sorted(after.properties))
  );
}

/** The order of members says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
