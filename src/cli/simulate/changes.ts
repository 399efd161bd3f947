/** Plans what an operation does to one resource. */
import { memberOf } from '../../template/index.js';
import type { Deployment } from './deployment.js';
import { physicalId } from './made-up-names.js';
import { isReplaced, isSame } from './replacement.js';
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
