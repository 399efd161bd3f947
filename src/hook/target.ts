import type { Alternative, Scope } from '../decision/index.js';
import type { Invocation } from './event.js';

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

/** Where a target of this invocation is deployed. */
export function scopeOf(invocation: Invocation, logicalId: string): Scope {
  const { account, region, stackName } = invocation;
  return { account, region, stack: stackName, resource: logicalId };
}

/** The only way that resolved properties turn out. */
export function alternative(properties: Alternative['properties']): Alternative {
  return { exists: true, properties, assuming: [] };
}
