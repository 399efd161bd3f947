/** Whether a change of properties replaces a resource. */
import { isDeepStrictEqual } from 'node:util';
import type { Resolved } from './resolve.js';

/** Types whose properties are all create-only, except tags. */
const createOnly = new Set([
  'AWS::SageMaker::EndpointConfig',
  'AWS::SageMaker::Model',
  'AWS::Lambda::Permission',
]);

/** Whether an update creates a new resource in place of the old one. */
export function isReplaced(before: Resolved, after: Resolved): boolean {
  if (before.type !== after.type) return true;
  if (!createOnly.has(after.type)) return false;
  const { Tags: _old, ...old } = before.properties;
  const { Tags: _new, ...now } = after.properties;
  return !isDeepStrictEqual(old, now);
}

/** Whether an operation leaves the resource alone. */
export function isSame(before: Resolved, after: Resolved): boolean {
  return before.type === after.type && isDeepStrictEqual(before.properties, after.properties);
}
