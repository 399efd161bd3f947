/** Plans what an operation does to one resource. */
import { isDeepStrictEqual } from 'node:util';
import { memberOf } from '../../template/index.js';
import type { Deployment } from './deployment.js';
import { physicalId } from './made-up-names.js';
import type { Resolved } from './resolve.js';
import { hasChanges, type NestedStack, type PlannedResource, type ResourceChange } from './stack-plan.js';

/** The resource after the operation. */
export function plannedResource(
  after: Resolved,
  before: PlannedResource | undefined,
  nested: NestedStack | undefined,
): PlannedResource {
  const isNew = !before || isReplaced(before, after);
  return { ...after, generation: (before?.generation ?? 0) + (isNew ? 1 : 0), isNew, nested };
}

/** Whether an update leaves the resource alone. A nested stack whose template cannot be read may have changed. */
export function isUntouched(resource: PlannedResource, before: PlannedResource | undefined): boolean {
  if (!before || !isSame(before, resource)) return false;
  const { nested } = resource;
  return nested === undefined || (nested.kind === 'planned' && !hasChanges(nested.plan));
}

/** @param known the resource with the properties that the change set shows */
export function changeOf(
  resource: PlannedResource,
  before: PlannedResource | undefined,
  known: Resolved | undefined,
  deployment: Deployment,
): ResourceChange {
  const { logicalId, type, isNew, nested } = resource;
  return {
    ...{ logicalId, type, before, nested },
    action: before ? 'UPDATE' : 'CREATE',
    physicalId: physicalId(resource, deployment),
    replaces: before && isNew ? physicalId(before, deployment) : undefined,
    retained: isRetained(resource),
    after: resource,
    planned: known,
  };
}

export function deletionOf(before: PlannedResource, deployment: Deployment): ResourceChange {
  const { logicalId, type } = before;
  return {
    ...{ logicalId, type, before },
    action: 'DELETE',
    physicalId: physicalId(before, deployment),
    retained: isRetained(before),
  };
}

function isRetained({ raw }: Resolved): boolean {
  return memberOf(raw, 'DeletionPolicy') === 'Retain';
}

/** Types whose properties are all create-only, except tags. */
const createOnly = new Set([
  'AWS::SageMaker::EndpointConfig',
  'AWS::SageMaker::Model',
  'AWS::Lambda::Permission',
]);

/** Whether an update creates a new resource in place of the old one. */
function isReplaced(before: Resolved, after: Resolved): boolean {
  if (before.type !== after.type) return true;
  if (!createOnly.has(after.type)) return false;
  const { Tags: _old, ...old } = before.properties;
  const { Tags: _new, ...now } = after.properties;
  return !isDeepStrictEqual(old, now);
}

/** Whether an operation leaves the resource alone. */
function isSame(before: Resolved, after: Resolved): boolean {
  return before.type === after.type && isDeepStrictEqual(before.properties, after.properties);
}
