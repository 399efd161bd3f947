/** The report of a rehearsal as JSON. */
import type { Rehearsal } from './rehearse.js';
import type { RehearsalContext } from './report.js';

/** The events have the members of `describe-stack-events`, the invocations those that CloudFormation would send. */
export function json(
  { blocked, changeSet, requests, stackStatus, events, calls, notRehearsed }: Rehearsal,
  { deployment, failureMode, policy }: Pick<RehearsalContext, 'deployment' | 'failureMode' | 'policy'>,
): string {
  const { stackName, stackId } = deployment;
  const document = {
    stackName,
    stackId,
    failureMode,
    policy: policy ?? null,
    blocked,
    notRehearsed: notRehearsed.map(({ stackName, logicalId, reason }) => ({
      stackName,
      logicalResourceId: logicalId,
      reason,
    })),
    stackStatus,
    changeSet: changeSet && {
      status: changeSet.status,
      reason: changeSet.reason,
      changes: changeSet.changes.map(({ action, logicalId, type, replaces }) => ({
        action,
        logicalResourceId: logicalId,
        resourceType: type,
        replacement: replaces !== undefined,
      })),
    },
    requests: requests.length > 0 ? requests : undefined,
    StackEvents: events,
    invocations: calls.map(({ target, event, payload, answer }) => ({ target, event, payload, answer })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
