/** Rehearses a stack operation: calls the hook wherever CloudFormation would, and finds out how the stack ends. */

import { rule } from '../../decision/index.js';
import type { Answer } from '../../hook/index.js';
import { locate } from '../../template/index.js';
import { EventLog, type FailureMode, hooksFailed, type StackEvent } from './events.js';
import { changeSetInvocation, type Invocation, resourceInvocation, type TargetName } from './invocations.js';
import { type Call, operateStack, type Rehearsing } from './stack-operation.js';
import { hasChanges, openKeyOf, type ResourceChange, type StackPlan, withNested } from './stack-plan.js';

export interface Rehearsal {
  /** Whether the operation changes anything. If not, CloudFormation refuses it and calls no hook. */
  readonly hasChanges: boolean;
  /** Whether the hook would block any part of the operation. */
  readonly blocked: boolean;
  /** Absent without the target CHANGE_SET. */
  readonly changeSet?: ChangeSet;
  /** With the target CLOUD_CONTROL, one request for each configuration. */
  readonly requests: readonly Request[];
  /** The stack's last status; absent where no stack operation is rehearsed. */
  readonly stackStatus?: string;
  readonly events: readonly StackEvent[];
  readonly calls: readonly Call[];
  /** Nested stacks and configurations that could not be rehearsed. */
  readonly notRehearsed: readonly NotRehearsed[];
}

export interface ChangeSet {
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly reason?: string;
  readonly changes: readonly ResourceChange[];
}

/** The outcome of a Cloud Control request. */
export interface Request {
  readonly logicalId: string;
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason?: string;
}

export interface NotRehearsed {
  readonly stackName: string;
  readonly logicalId: string;
  /** A clause. */
  readonly reason: string;
}

export interface RehearsalOptions {
  readonly targets: ReadonlySet<TargetName>;
  readonly failureMode: FailureMode;
  readonly now: () => Date;
}

/** Sends one invocation to the guard. */
export type Send = (invocation: Invocation) => Promise<Answer>;

export async function rehearse(plan: StackPlan, settings: RehearsalOptions, send: Send): Promise<Rehearsal> {
  const { targets, failureMode, now } = settings;
  const calls: Call[] = [];
  const events: StackEvent[] = [];
  const rehearsing: Rehearsing = {
    targets,
    logOf: (deployment) => new EventLog(deployment, failureMode, now, events),
    call: async (invocation: Invocation) => {
      const answer = await send(invocation);
      const call = {
        ...invocation,
        answer,
        blocks: answer.hookStatus === 'FAILED' && failureMode === 'FAIL',
      };
      calls.push(call);
      return call;
    },
  };
  if (!hasChanges(plan)) {
    return { hasChanges: false, blocked: false, requests: [], events, calls, notRehearsed: [] };
  }
  const changeSet = targets.has('CHANGE_SET') ? await createChangeSet(plan, rehearsing) : undefined;
  const requests = targets.has('CLOUD_CONTROL') ? await requestAll(plan, rehearsing) : [];
  // A failed change set cannot be executed. The rest then rehearses a deployment without a change set.
  const changeSetId = changeSet?.status === 'CREATE_COMPLETE' ? plan.deployment.changeSetId : null;
  const isOperated = targets.has('STACK') || targets.has('RESOURCE');
  const ending = isOperated ? await operateStack(plan, changeSetId, rehearsing) : undefined;
  return {
    hasChanges: true,
    blocked: calls.some(({ blocks }) => blocks),
    ...(changeSet && { changeSet }),
    requests,
    ...(ending && { stackStatus: ending.status }),
    ...{ events, calls },
    notRehearsed: withNested(plan).flatMap((each) =>
      notRehearsedIn(each, isOperated || targets.has('CLOUD_CONTROL')),
    ),
  };
}

/** Rehearses the change set. It does not contain the resources of nested stacks. */
async function createChangeSet(plan: StackPlan, rehearsing: Rehearsing): Promise<ChangeSet> {
  const { deployment, source, waves, deletions } = plan;
  const { template } = source;
  const changes = [...waves.flat(), ...deletions];
  const lineOf = ({ after }: ResourceChange) => (after && locate(template, after.path)?.line) ?? null;
  const shown = changes.filter((change) => openKeyOf(change) === undefined);
  const { blocks } = await rehearsing.call(changeSetInvocation(deployment, template.text, shown, lineOf));
  return blocks
    ? { status: 'FAILED', reason: `Change set creation failed. ${hooksFailed('CHANGE_SET')}`, changes }
    : { status: 'CREATE_COMPLETE', changes };
}

async function requestAll(outermost: StackPlan, rehearsing: Rehearsing): Promise<readonly Request[]> {
  const requests: Request[] = [];
  for (const { deployment, waves } of withNested(outermost)) {
    for (const change of waves.flat()) {
      if (change.type !== rule.resourceType || openKeyOf(change) !== undefined) continue;
      const { logicalId } = change;
      const { blocks } = await rehearsing.call(resourceInvocation('CLOUD_CONTROL', deployment, change, null));
      const status = blocks ? 'FAILED' : 'SUCCESS';
      requests.push({ logicalId, status, ...(blocks && { reason: hooksFailed('CLOUD_CONTROL') }) });
    }
  }
  return requests;
}

function notRehearsedIn({ deployment, waves }: StackPlan, isOpened: boolean): readonly NotRehearsed[] {
  const { stackName } = deployment;
  return waves.flat().flatMap((change) => {
    const { logicalId, nested } = change;
    const open = openKeyOf(change);
    if (open !== undefined) return [{ stackName, logicalId, reason: `its KmsKeyId depends on ${open}` }];
    if (nested?.kind === 'unread') return [{ stackName, logicalId, reason: nested.reason }];
    const reason = 'a change set does not show what is in a nested stack';
    return nested && !isOpened ? [{ stackName, logicalId, reason }] : [];
  });
}
