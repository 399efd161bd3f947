/** Rehearses one stack operation: calls the hook for the stack, and then for its resources and nested stacks. */

import { rule } from '../../decision/index.js';
import type { Answer } from '../../hook/index.js';
import type { Deployment } from './deployment.js';
import { type EventLog, hooksFailed } from './events.js';
import { type Invocation, resourceInvocation, stackInvocation, type TargetName } from './invocations.js';
import { conclude, rollBack } from './stack-end.js';
import { openKeyOf, type ResourceChange, type StackPlan } from './stack-plan.js';

/** An invocation and the guard's answer. */
export interface Call extends Invocation {
  readonly answer: Answer;
  /** Whether the answer blocks the operation. */
  readonly blocks: boolean;
}

/** The context that a stack's operation shares with those of its nested stacks. */
export interface Rehearsing {
  readonly targets: ReadonlySet<TargetName>;
  readonly call: (invocation: Invocation) => Promise<Call>;
  readonly logOf: (deployment: Deployment) => EventLog;
}

export interface Ending {
  /** The stack's last status. */
  readonly status: string;
  /** Why the operation failed; absent where it succeeded. */
  readonly failure?: string;
}

/**
 * Rehearses the operation on a stack.
 *
 * @param changeSetId null where the operation does not execute a change set
 */
export async function operateStack(
  plan: StackPlan,
  changeSetId: string | null,
  rehearsing: Rehearsing,
): Promise<Ending> {
  const { action, deployment, source, previous } = plan;
  const log = rehearsing.logOf(deployment);
  const started = `${action}_IN_PROGRESS`;
  log.resource(log.stack, started, 'User Initiated');
  if (rehearsing.targets.has('STACK')) {
    const texts = { template: source.template.text, previousTemplate: previous?.template.text ?? null };
    log.hook(log.stack, started, 'STACK', undefined);
    const { answer, blocks } = await rehearsing.call(stackInvocation(deployment, action, texts, changeSetId));
    log.hook(log.stack, started, 'STACK', answer);
    if (blocks) return refused(plan, log);
  }
  return provision(plan, log, changeSetId, rehearsing);
}

/** Records that the hook blocked the stack before anything was provisioned. */
function refused({ action }: StackPlan, log: EventLog): Ending {
  const rollback = action === 'CREATE' ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
  const failure = hooksFailed('STACK');
  log.resource(log.stack, `${action}_FAILED`, failure);
  log.resource(log.stack, `${rollback}_IN_PROGRESS`, failure);
  log.resource(log.stack, `${rollback}_COMPLETE`);
  return { status: `${rollback}_COMPLETE`, failure };
}

/** Provisions wave by wave, and calls the guard before each endpoint configuration. */
async function provision(
  plan: StackPlan,
  log: EventLog,
  changeSetId: string | null,
  rehearsing: Rehearsing,
): Promise<Ending> {
  const done: ResourceChange[] = [];
  for (const wave of plan.waves) {
    for (const change of wave) log.resource(change, `${change.action}_IN_PROGRESS`);
    const failed = new Set<ResourceChange>();
    for (const change of wave) {
      const failure = await failureOf(change, plan.deployment, log, changeSetId, rehearsing);
      if (failure === undefined) continue;
      log.resource(change, `${change.action}_FAILED`, failure);
      failed.add(change);
    }
    if (failed.size > 0) return rollBack(plan, wave, failed, done, log);
    for (const change of wave) complete(change, log, isHooked(change, rehearsing));
    done.push(...wave);
  }
  return { status: conclude(plan, log) };
}

/** Why a change fails: the hook blocks it, or blocks something inside the nested stack. */
async function failureOf(
  change: ResourceChange,
  deployment: Deployment,
  log: EventLog,
  changeSetId: string | null,
  rehearsing: Rehearsing,
): Promise<string | undefined> {
  const { action, nested, physicalId } = change;
  if (nested?.kind === 'planned') {
    begin(change, log);
    const { failure } = await operateStack(nested.plan, null, rehearsing);
    const past = action === 'CREATE' ? 'created' : 'updated';
    return failure && `Embedded stack ${physicalId} was not successfully ${past}: ${failure}`;
  }
  if (!isHooked(change, rehearsing)) return undefined;
  const status = `${action}_IN_PROGRESS`;
  log.hook(change, status, 'RESOURCE', undefined);
  const invocation = resourceInvocation('RESOURCE', deployment, change, changeSetId);
  const { answer, blocks } = await rehearsing.call(invocation);
  log.hook(change, status, 'RESOURCE', answer);
  return blocks ? hooksFailed('RESOURCE') : undefined;
}

/** Whether the hook is called for the resource itself. */
function isHooked(change: ResourceChange, { targets }: Rehearsing): boolean {
  return change.type === rule.resourceType && targets.has('RESOURCE') && openKeyOf(change) === undefined;
}

function complete(change: ResourceChange, log: EventLog, hooked: boolean): void {
  const { action, nested } = change;
  if (hooked) {
    const what = action === 'CREATE' ? 'Resource creation initiated' : 'Resource update initiated';
    log.resource(change, `${action}_IN_PROGRESS`, `Hook invocations complete. ${what}`);
  }
  if (nested?.kind !== 'planned') begin(change, log);
  log.resource(change, `${action}_COMPLETE`);
}

function begin(change: ResourceChange, log: EventLog): void {
  if (change.replaces !== undefined) {
    const reason = 'Requested update requires the creation of a new physical resource; hence creating one.';
    log.resource(change, 'UPDATE_IN_PROGRESS', reason);
  } else if (change.action === 'CREATE') {
    log.resource(change, 'CREATE_IN_PROGRESS', 'Resource creation Initiated');
  }
}
