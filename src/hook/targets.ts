import { type Alternative, rule, type Scope } from '../policy/index.js';
import type { Invocation } from './event.js';
import type { Payloads } from './payload.js';

/** One endpoint configuration that the operation is about. */
export type Target = OpenTarget | SettledTarget;

/** One to be judged by its properties. */
export interface OpenTarget {
  readonly scope: Scope;
  readonly alternatives: Iterable<Alternative>;
  /** Whether everything that can be resolved has been, as in the properties of a RESOURCE invocation. */
  readonly resolved: boolean;
}

/** One that this operation does not touch, or removes. */
export interface SettledTarget {
  readonly scope: Scope;
  readonly notApplicable: 'deleted' | 'unchanged';
}

/**
 * The endpoint configurations that an invocation is about; none where it is about something else.
 *
 * @param warn told of what is odd and does not keep the guard from judging
 * @throws GuardError where the payload or a template in it cannot be read
 */
export async function toTargets(
  invocation: Invocation,
  payloads: Payloads,
  warn: (message: string) => void,
): Promise<readonly Target[]> {
  switch (invocation.target) {
    case 'resource': {
      if (invocation.type !== rule.resourceType) return [];
      const scope = scopeOf(invocation, invocation.logicalId);
      if (invocation.action === 'delete') return [{ scope, notApplicable: 'deleted' }];
      return [{ scope, alternatives: [alternative(invocation.properties)], resolved: true }];
    }
    case 'stack': {
      if (invocation.action === 'delete') return [];
      const payload = await payloads.stack(invocation.payload);
      const { stackTargets } = await import('./stack.js');
      return stackTargets(invocation, payload, warn);
    }
    case 'changeSet': {
      const payload = await payloads.changeSet(invocation.payload);
      const { changeSetTargets } = await import('./change-set.js');
      return changeSetTargets(invocation, payload, warn);
    }
  }
}

/** Where a target of this invocation is deployed. */
export function scopeOf(invocation: Invocation, logicalId: string): Scope {
  const { account, region, stackName } = invocation;
  return { account, region, stack: stackName, resource: logicalId };
}

/** The only way that resolved properties turn out. */
export function alternative(properties: Alternative['properties']): Alternative {
  return { exists: true, properties, assuming: [] };
}
