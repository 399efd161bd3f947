/** A rehearsal for programs. */
import type { Deployment } from './deployment.js';
import type { FailureMode } from './events.js';
import type { Rehearsal } from './rehearse.js';

/** The events have the members of `describe-stack-events`; the invocations are what CloudFormation would send. */
export function json(
  { blocked, changeSet, requests, stackStatus, events, calls }: Rehearsal,
  { deployment, failureMode }: { readonly deployment: Deployment; readonly failureMode: FailureMode },
): string {
  const { stackName, stackId } = deployment;
  const document = {
    stackName,
    stackId,
    failureMode,
    blocked,
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
