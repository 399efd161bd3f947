/** Stack events, in the form of `aws cloudformation describe-stack-events`. */
import type { Answer } from '../../hook/index.js';
import type { Deployment } from './deployment.js';
import { aliasOf, type TargetName } from './invocations.js';

/** One event, with CloudFormation's names and values. */
export interface StackEvent {
  readonly Timestamp: string;
  readonly StackId: string;
  readonly StackName: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
  readonly HookType?: string;
  readonly HookStatus?: HookStatus;
  readonly HookStatusReason?: string;
  readonly HookInvocationPoint?: 'PRE_PROVISION';
  readonly HookFailureMode?: FailureMode;
}

export const failureModes = ['FAIL', 'WARN'] as const;
export type FailureMode = (typeof failureModes)[number];
export type HookStatus =
  | 'HOOK_IN_PROGRESS'
  | 'HOOK_COMPLETE_SUCCEEDED'
  | 'HOOK_COMPLETE_FAILED'
  | 'HOOK_FAILED';

/** The hook status that an event has for an answer. */
export function hookStatusOf(answer: Answer): HookStatus {
  if (answer.hookStatus === 'SUCCESS') return 'HOOK_COMPLETE_SUCCEEDED';
  return answer.errorCode === 'InternalFailure' ? 'HOOK_FAILED' : 'HOOK_COMPLETE_FAILED';
}

function hookReasonOf({ hookStatus, message }: Answer): string {
  return `Hook ${hookStatus === 'SUCCESS' ? 'succeeded' : 'failed'} with message: ${message}`;
}

export const hooksFailed = (target: TargetName): string =>
  `The following hook(s) failed: [${aliasOf(target)}]`;

/** The subject of an event: a change of a resource, or the stack itself. */
interface Subject {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
}

/** Records the events of one stack, in order. */
export class EventLog {
  /** The stack as the subject of its own events. */
  readonly stack: Subject;

  /** @param events the list for the events of all stacks of the operation */
  constructor(
    private readonly deployment: Deployment,
    private readonly failureMode: FailureMode,
    private readonly now: () => Date,
    private readonly events: StackEvent[],
  ) {
    const { stackName, stackId } = deployment;
    this.stack = { logicalId: stackName, physicalId: stackId, type: 'AWS::CloudFormation::Stack' };
  }

  resource(subject: Subject, status: string, reason?: string): void {
    this.events.push({
      ...this.common(subject, status),
      ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
    });
  }

  hook(subject: Subject, status: string, target: TargetName, answer: Answer | undefined): void {
    this.events.push({
      ...this.common(subject, status),
      HookType: aliasOf(target),
      HookStatus: answer ? hookStatusOf(answer) : 'HOOK_IN_PROGRESS',
      HookStatusReason: answer ? hookReasonOf(answer) : 'Invoking hook',
      HookInvocationPoint: 'PRE_PROVISION',
      HookFailureMode: this.failureMode,
    });
  }

  private common(subject: Subject, status: string) {
    return {
      Timestamp: this.now().toISOString(),
      StackId: this.deployment.stackId,
      StackName: this.deployment.stackName,
      LogicalResourceId: subject.logicalId,
      PhysicalResourceId: subject.physicalId,
      ResourceType: subject.type,
      ResourceStatus: status,
    };
  }
}
