/** Builds the events that CloudFormation sends to a hook. Source: "Lambda Hooks" in the CloudFormation Hooks User Guide. */

import { guardAliases } from '../../aws/index.js';
import { knownAfterApply } from '../../template/index.js';
import { type Deployment, uuidOf } from './deployment.js';
import type { ResourceChange } from './stack-plan.js';

/** The targets at which CloudFormation calls a hook. */
export const targets = ['CHANGE_SET', 'STACK', 'RESOURCE', 'CLOUD_CONTROL'] as const;
export type TargetName = (typeof targets)[number];

/** The alias of the hook for a target. */
export function aliasOf(target: TargetName): string {
  if (target === 'CLOUD_CONTROL') return guardAliases.cloudControl;
  return target === 'RESOURCE' ? guardAliases.resource : guardAliases.stack;
}

type Operation = 'CREATE' | 'UPDATE';

/** One call of a hook. `payload` is the content at its presigned address. */
export interface Invocation {
  readonly target: TargetName;
  readonly stackName: string;
  /** The resource, stack or change set, as the events name it. */
  readonly subject: string;
  readonly event: HookEvent;
  readonly payload?: object;
}

export interface HookEvent {
  readonly clientRequestToken: string;
  readonly [member: string]: unknown;
  readonly requestData: Readonly<Record<string, unknown>>;
}

export function changeSetInvocation(
  deployment: Deployment,
  template: string,
  changes: readonly ResourceChange[],
  lineOf: (change: ResourceChange) => number | null,
): Invocation {
  const { changeSetId } = deployment;
  const requestData = { targetName: 'CHANGE_SET', targetType: 'CHANGE_SET', targetLogicalId: changeSetId };
  return {
    target: 'CHANGE_SET',
    stackName: deployment.stackName,
    subject: changeSetId,
    // The invocation of a change set always says CREATE, even for updates.
    event: envelope('CHANGE_SET', 'CREATE', deployment, requestData, changeSetId),
    payload: {
      template,
      changedResources: changes.map((change) => ({
        logicalResourceId: change.logicalId,
        resourceType: change.type,
        action: change.action,
        lineNumber: lineOf(change),
        beforeContext: context(change.before?.properties),
        afterContext: context(change.planned?.properties),
      })),
    },
  };
}

export function stackInvocation(
  deployment: Deployment,
  action: Operation,
  templates: { readonly template: string; readonly previousTemplate: string | null },
  changeSetId: string | null,
): Invocation {
  const requestData = { targetName: 'STACK', targetType: 'STACK', targetLogicalId: deployment.stackName };
  return {
    target: 'STACK',
    stackName: deployment.stackName,
    subject: deployment.stackName,
    event: envelope('STACK', action, deployment, requestData, changeSetId),
    payload: templates,
  };
}

export function resourceInvocation(
  target: 'RESOURCE' | 'CLOUD_CONTROL',
  deployment: Deployment,
  change: ResourceChange,
  changeSetId: string | null,
): Invocation {
  const action = change.action === 'UPDATE' ? 'UPDATE' : 'CREATE';
  const requestData = {
    targetName: change.type,
    targetType: target === 'RESOURCE' ? change.type : 'RESOURCE',
    targetLogicalId: change.logicalId,
    targetModel: {
      resourceProperties: change.after?.properties ?? null,
      previousResourceProperties: change.before?.properties ?? null,
    },
  };
  return {
    target,
    stackName: deployment.stackName,
    subject: change.logicalId,
    event: envelope(target, action, deployment, requestData, changeSetId),
  };
}

function envelope(
  target: TargetName,
  action: Operation,
  { account, region, partition, stackId }: Deployment,
  requestData: Readonly<Record<string, unknown>>,
  changeSetId: string | null,
): HookEvent {
  return {
    clientRequestToken: uuidOf(stackId, target, action, String(requestData.targetLogicalId)),
    awsAccountId: account,
    stackId: target === 'CLOUD_CONTROL' ? '' : stackId,
    changeSetId,
    hookTypeName: aliasOf(target),
    hookTypeVersion: '00000001',
    hookModel: {
      LambdaFunction: `arn:${partition}:lambda:${region}:${account}:function:endpoint-kms-guard:live`,
    },
    actionInvocationPoint: `${action}_PRE_PROVISION`,
    requestData,
    requestContext: { invocation: 1, callbackContext: null },
  };
}

/** A context as JSON text. All scalars in it are strings. */
function context(properties: Readonly<Record<string, unknown>> | undefined): string | null {
  return properties === undefined ? null : JSON.stringify({ Properties: asStrings(properties) });
}

function asStrings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asStrings);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asStrings(item)]));
  }
  if (value === null) return null;
  // One unknown part makes the whole text unknown.
  return String(value).includes(knownAfterApply) ? knownAfterApply : String(value);
}
