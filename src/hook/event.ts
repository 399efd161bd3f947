import { rule } from '../decision/index.js';
import { arnParts } from '../template/partitions.js';
import { isRawMap } from '../template/raw.js';
import type { ValueMap } from '../template/value.js';
import {
  actions,
  type Envelope,
  invocationAlone,
  invocationOfResource,
  invocationWithPayload,
  parse,
} from './event-shape.js';
import { EventError } from './failure.js';

/** What CloudFormation or Cloud Control is about to do. */
export type Action = (typeof actions)[keyof typeof actions];

interface Common {
  /** Echoed in the answer; empty where the caller gave none. */
  readonly token: string;
  readonly action: Action;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly partition: string | undefined;
  /** Name and ARN of the stack; neither is known under Cloud Control, nor to AWS's contract tests. */
  readonly stackName: string | undefined;
  readonly stackId: string | undefined;
  /** A privately registered hook's type configuration; for a Lambda Hook the function's ARN. */
  readonly hookModel: Readonly<Record<string, unknown>> | undefined;
}

/** One resource, its properties resolved. */
export interface ResourceInvocation extends Common {
  readonly target: 'resource';
  readonly type: string;
  readonly logicalId: string;
  /** Empty where there are none. */
  readonly properties: ValueMap;
}

/** A whole stack, its templates behind a presigned address (a credential: never to be shown). */
export interface StackInvocation extends Common {
  readonly target: 'stack';
  /** Empty on delete, where nobody reads it. */
  readonly payload: string;
}

/** A planned change set, its changes behind a presigned address. */
export interface ChangeSetInvocation extends Common {
  readonly target: 'changeSet';
  readonly payload: string;
}

export type Invocation = ResourceInvocation | StackInvocation | ChangeSetInvocation;

/**
 * Gives the event its type, in this one place. Shapes: "Lambda Hooks" in the CloudFormation Hooks User Guide,
 * with the spellings and omissions that the guide itself has.
 *
 * @param ownRegion the function's, for invocations that name no stack
 * @throws EventError naming every bad member
 */
export function toInvocation(event: unknown, ownRegion: string | undefined): Invocation {
  try {
    return read(event, ownRegion);
  } catch (error) {
    throw error instanceof EventError
      ? error
      : new EventError('The invocation cannot be read', { cause: error });
  }
}

function read(event: unknown, ownRegion: string | undefined): Invocation {
  const request = isRawMap(event) && isRawMap(event.requestData) ? event.requestData : {};
  const deletion = isRawMap(event) && event.actionInvocationPoint === 'DELETE_PRE_PROVISION';
  if (request.targetType === 'CHANGE_SET' || request.targetName === 'CHANGE_SET') {
    const envelope = parse(invocationWithPayload, event);
    return { ...common(envelope, ownRegion), target: 'changeSet', payload: envelope.requestData.payload };
  }
  if (request.targetType === 'STACK' || request.targetName === 'STACK') {
    if (deletion)
      return { ...common(parse(invocationAlone, event), ownRegion), target: 'stack', payload: '' };
    const envelope = parse(invocationWithPayload, event);
    return { ...common(envelope, ownRegion), target: 'stack', payload: envelope.requestData.payload };
  }
  if (deletion || request.targetName !== rule.resourceType) {
    return { ...resource(parse(invocationAlone, event), ownRegion), properties: {} };
  }
  const envelope = parse(invocationOfResource, event);
  // They come out of JSON, and what JSON can say is a subset of what a template's values can be.
  const properties = (envelope.requestData.targetModel.resourceProperties ?? {}) as ValueMap;
  return { ...resource(envelope, ownRegion), properties };
}

function resource(envelope: Envelope, ownRegion: string | undefined) {
  const { targetName, targetLogicalId } = envelope.requestData;
  return {
    ...common(envelope, ownRegion),
    target: 'resource',
    type: targetName,
    logicalId: targetLogicalId || targetName,
  } as const;
}

const { partition, region, account } = arnParts;
const cloudFormationArn = `^arn:(${partition}):cloudformation:(${region}):(${account})`;
const stackArn = new RegExp(`${cloudFormationArn}:stack/([^/]+)/`);
const changeSetArn = new RegExp(`${cloudFormationArn}:changeSet/`);

function common(envelope: Envelope, ownRegion: string | undefined): Common {
  const { requestData } = envelope;
  const stackId = envelope.stackId || envelope.stackID || '';
  const [stack, partition, region, account, stackName] = stackArn.exec(stackId) ?? [];
  const named = stack === undefined ? changeSetArn.exec(requestData.targetLogicalId ?? '') : null;
  const stackTarget = requestData.targetName === 'STACK' ? requestData.targetLogicalId : undefined;
  return {
    token: tokenOf(envelope),
    action: actions[envelope.actionInvocationPoint],
    account: envelope.awsAccountId || account || named?.[3],
    region: region ?? named?.[2] ?? (ownRegion || undefined),
    partition: partition ?? named?.[1],
    stackName: stackName ?? (stackTarget || undefined),
    stackId: stack === undefined ? undefined : stackId,
    hookModel: envelope.hookModel ?? undefined,
  };
}

/** The token to echo, whatever else may be wrong with the event; empty where there is none. */
export function tokenOf(event: unknown): string {
  try {
    const { clientRequestToken, clientRequesttoken } = isRawMap(event) ? event : {};
    return [clientRequestToken, clientRequesttoken].find((token) => typeof token === 'string') ?? '';
  } catch {
    return '';
  }
}
