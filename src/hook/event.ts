import { rule } from '../decision/index.js';
import { isRawMap, type ValueMap } from '../template/index.js';
import type { Caller } from './caller.js';
import { anyEvent, changeSetEvent, parse, resourceEvent, stackEvent } from './event-shape.js';
import { EventError } from './failure.js';

interface Common {
  readonly caller: Caller;
  /**
   * A privately registered hook's type configuration; a Lambda Hook has its function's ARN there. The policy
   * document's own reader gives it its type.
   */
  readonly hookModel: unknown;
}

/** An endpoint configuration that is created or updated, its properties resolved. */
export interface ResourceInvocation extends Common {
  readonly kind: 'resource';
  readonly logicalId: string;
  readonly isUpdate: boolean;
  /** Empty where there are none. */
  readonly properties: ValueMap;
  /** As they came: nothing depends on them but whether an update changes anything. */
  readonly previousProperties: unknown;
}

/** An endpoint configuration that is deleted. */
export interface DeletionInvocation extends Common {
  readonly kind: 'deletion';
  readonly logicalId: string;
}

/** A stack that is created or updated, its templates behind a presigned address (a credential: never to be shown). */
export interface StackInvocation extends Common {
  readonly kind: 'stack';
  readonly isUpdate: boolean;
  readonly payload: string;
}

/** A planned change set, its changes behind a presigned address. */
export interface ChangeSetInvocation extends Common {
  readonly kind: 'changeSet';
  readonly payload: string;
}

/** A resource of another type, or a stack that is deleted: nothing that the rule is about. */
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
 * Gives the event its type, and refuses it only for what the decision needs of it.
 *
 * @throws EventError naming every bad member
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
    // They come out of JSON, and what JSON can say is a subset of what a template's values can be.
    properties: (resourceProperties ?? {}) as ValueMap,
    previousProperties: previousResourceProperties,
  };
}
