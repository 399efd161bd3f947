/** The whole operation: every hook called where CloudFormation calls it, and what becomes of the stack. */

import { rule } from '../../decision/index.js';
import type { Ask, Call, Send } from './call.js';
import type { Deployment } from './deployment.js';
import { EventLog, type FailureMode, hooksFailed, type StackEvent } from './events.js';
import { changeSetInvocation, resourceInvocation, stackInvocation, type Target } from './invocations.js';
import type { Change, Operation } from './operation.js';
import { provision } from './provision.js';

export interface Rehearsal {
  /** Whether CloudFormation would refuse anything of it. */
  readonly blocked: boolean;
  /** Absent where change sets are not asked about. */
  readonly changeSet?: ChangeSet;
  /** Cloud Control requests, one for each configuration, where these are asked about. */
  readonly requests: readonly Request[];
  /** The stack's last status, absent where no stack operation is rehearsed. */
  readonly stackStatus?: string;
  readonly events: readonly StackEvent[];
  readonly calls: readonly Call[];
}

export interface ChangeSet {
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly reason?: string;
  readonly changes: readonly Change[];
}

/** Progress of a Cloud Control request. */
export interface Request {
  readonly logicalId: string;
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason?: string;
}

export interface Settings {
  readonly deployment: Deployment;
  readonly targets: ReadonlySet<Target>;
  readonly failureMode: FailureMode;
  readonly template: string;
  readonly previousTemplate: string | undefined;
  readonly lineOf: (change: Change) => number | null;
  readonly now: () => Date;
}

export async function rehearse(operation: Operation, settings: Settings, send: Send): Promise<Rehearsal> {
  const { deployment, targets, failureMode, template } = settings;
  const calls: Call[] = [];
  const ask: Ask = async (invocation) => {
    const answer = await send(invocation);
    const blocks = answer.hookStatus === 'FAILED' && failureMode === 'FAIL';
    const call = { ...invocation, answer, blocks };
    calls.push(call);
    return call;
  };
  const changes = operation.waves.flat();
  if (nothingToDo(operation, settings)) return { blocked: false, requests: [], events: [], calls };
  let changeSet: ChangeSet | undefined;
  if (targets.has('CHANGE_SET')) {
    const all = [...changes, ...operation.deletions];
    const { blocks } = await ask(changeSetInvocation(deployment, template, all, settings.lineOf));
    changeSet = blocks
      ? {
          status: 'FAILED',
          reason: `Change set creation failed. ${hooksFailed('CHANGE_SET')}`,
          changes: all,
        }
      : { status: 'CREATE_COMPLETE', changes: all };
  }
  const requests: Request[] = [];
  if (targets.has('CLOUD_CONTROL')) {
    for (const change of changes.filter(({ type }) => type === rule.resourceType)) {
      const { blocks } = await ask(resourceInvocation('CLOUD_CONTROL', deployment, change, null));
      const { logicalId } = change;
      requests.push(
        blocks
          ? { logicalId, status: 'FAILED', reason: hooksFailed('CLOUD_CONTROL') }
          : { logicalId, status: 'SUCCESS' },
      );
    }
  }
  const log = new EventLog(deployment, failureMode, settings.now);
  const stackStatus =
    targets.has('STACK') || targets.has('RESOURCE')
      ? await stackOperation(operation, settings, log, ask, changeSet)
      : undefined;
  return {
    blocked: calls.some(({ blocks }) => blocks),
    ...(changeSet && { changeSet }),
    requests,
    ...(stackStatus && { stackStatus }),
    events: log.events,
    calls,
  };
}

/** CloudFormation refuses such an update before it calls any hook. */
function nothingToDo({ waves, deletions }: Operation, { template, previousTemplate }: Settings): boolean {
  return waves.length === 0 && deletions.length === 0 && template === previousTemplate;
}

/** @returns the stack's last status */
async function stackOperation(
  operation: Operation,
  { deployment, targets, template, previousTemplate }: Settings,
  log: EventLog,
  ask: Ask,
  changeSet: ChangeSet | undefined,
): Promise<string> {
  const { action } = operation;
  // A change set that failed cannot be executed: what follows is what a deployment without one would meet.
  const changeSetId = changeSet?.status === 'CREATE_COMPLETE' ? deployment.changeSetId : null;
  const started = `${action}_IN_PROGRESS`;
  log.resource(log.stack, started, 'User Initiated');
  if (targets.has('STACK')) {
    log.hook(log.stack, started, 'STACK', undefined);
    const previous = previousTemplate ?? null;
    const call = await ask(stackInvocation(deployment, action, template, previous, changeSetId));
    log.hook(log.stack, started, 'STACK', call.answer);
    if (call.blocks) {
      const rollback = action === 'CREATE' ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
      log.resource(log.stack, `${action}_FAILED`, hooksFailed('STACK'));
      log.resource(log.stack, `${rollback}_IN_PROGRESS`, hooksFailed('STACK'));
      log.resource(log.stack, `${rollback}_COMPLETE`);
      return `${rollback}_COMPLETE`;
    }
  }
  const askResource = targets.has('RESOURCE')
    ? (change: Change) => ask(resourceInvocation('RESOURCE', deployment, change, changeSetId))
    : undefined;
  return provision(operation, log, askResource);
}
