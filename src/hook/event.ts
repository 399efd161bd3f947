import { rule } from '../decision/index.js';
import { isRawMap, type ValueMap } from '../template/index.js';
import type { Caller } from './caller.js';
import { anyEvent, changeSetEvent, parse, resourceEvent, stackEvent } from './event-shape.js';
import { EventError } from './failure.js';

interface Common {
  readonly caller: Caller;
  /**
   * A privately registered hook's type configuration; for a Lambda Hook it has the function's ARN.
   * `policyOfHookModel` validates it.
   */
  readonly hookModel: unknown;
}

/** An endpoint configuration that is created or updated, with resolved properties. */
export interface ResourceInvocation extends Common {
  readonly kind: 'resource';
  readonly logicalId: string;
  readonly isUpdate: boolean;
  /** Empty where the event has none. */
  readonly properties: ValueMap;
  /** Not validated: they only decide whether the update changes anything. */
  readonly previousProperties: unknown;
}

export interface DeletionInvocation extends Common {
  readonly kind: 'deletion';
  readonly logicalId: string;
}

/** A stack that is created or updated. `payload` is the presigned address of its templates, a credential: never show it. */
export interface StackInvocation extends Common {
  readonly kind: 'stack';
  readonly isUpdate: boolean;
  readonly payload: string;
}

/** A change set. `payload` is the presigned address of its changes. */
export interface ChangeSetInvocation extends Common {
  readonly kind: 'changeSet';
  readonly payload: string;
}

/** A resource of another type, or a stack that is deleted: the rule does not apply. */
export interface OtherInvocation extends Common {
  readonly kind: 'other';
}

export type Invocation =
  | ResourceInvocation
  | DeletionInvocation
  | StackInvocation
  | ChangeSetInvocation
  | OtherInvocation;

/**
 * Turns the event into a typed invocation. It refuses an event only for members that the decision needs.
 *
 * @throws EventError naming every wrong member
 */
export function toInvocation(event: unknown, caller: Caller): Invocation {
  try {
    return read(event, caller);
  } catch (error) {
    throw error instanceof EventError
      ? error
      : new EventError('The invocation cannot be read', { cause: error });
  }
}

function read(event: unknown, caller: Caller): Invocation {
  const { target, action, type, logicalId = rule.resourceType } = caller;
  const common: Common = { caller, hookModel: isRawMap(event) ? event.hookModel : undefined };
  const isUpdate = action === 'update';
  if (target === 'changeSet') {
    const { payload } = parse(changeSetEvent, event).requestData;
    return { ...common, kind: 'changeSet', payload };
  }
  if (target === 'resource' && type !== rule.resourceType) return { ...common, kind: 'other' };
  if (action === 'delete') {
    return target === 'resource' ? { ...common, kind: 'deletion', logicalId } : { ...common, kind: 'other' };
  }
  if (target === 'stack') {
    const { payload } = parse(stackEvent, event).requestData;
    return { ...common, kind: 'stack', isUpdate, payload };
  }
  if (target === undefined) {
    parse(anyEvent, event);
    throw new EventError('The invocation cannot be read');
  }
  const { resourceProperties, previousResourceProperties } = parse(resourceEvent, event).requestData
    .targetModel;
  return {
    ...common,
    kind: 'resource',
    logicalId,
    isUpdate,
    // Parsed JSON contains only values that a template can have too.
    properties: (resourceProperties ?? {}) as ValueMap,
    previousProperties: previousResourceProperties,
  };
}
