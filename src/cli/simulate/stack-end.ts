/** The end of a stack operation: its cleanup, or its rollback. */
import type { EventLog } from './events.js';
import type { ResourceChange, StackPlan } from './stack-plan.js';

/**
 * Records the end of a successful operation. Its deletions are cleanup and call no hook.
 *
 * @returns the stack's last status
 */
export function conclude({ action, waves, deletions }: StackPlan, log: EventLog): string {
  if (action === 'UPDATE') {
    log.resource(log.stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    const replaced = waves
      .flat()
      .flatMap((change) =>
        change.replaces === undefined ? [] : [{ ...change, physicalId: change.replaces }],
      );
    for (const change of [...deletions, ...replaced]) remove(change, log);
  }
  log.resource(log.stack, `${action}_COMPLETE`);
  return `${action}_COMPLETE`;
}

/**
 * Records the rollback of an operation.
 *
 * @param wave the changes in progress, of which some failed
 * @param done the changes completed before
 */
export function rollBack(
  { action }: StackPlan,
  wave: readonly ResourceChange[],
  failed: ReadonlySet<ResourceChange>,
  done: readonly ResourceChange[],
  log: EventLog,
): { readonly status: string; readonly failure: string } {
  for (const change of wave) {
    if (!failed.has(change)) log.resource(change, `${change.action}_FAILED`, cancelled(change));
  }
  const names = [...failed].map(({ logicalId }) => logicalId).join(', ');
  const past = action === 'CREATE' ? 'create' : 'update';
  const failure = `The following resource(s) failed to ${past}: [${names}].`;
  const backwards = [...done].reverse();
  if (action === 'CREATE') {
    log.resource(log.stack, 'ROLLBACK_IN_PROGRESS', `${failure} Rollback requested by user.`);
    for (const change of [...wave].reverse()) log.resource(change, 'DELETE_COMPLETE');
    for (const change of backwards) remove(change, log);
    log.resource(log.stack, 'ROLLBACK_COMPLETE');
    return { status: 'ROLLBACK_COMPLETE', failure };
  }
  log.resource(log.stack, 'UPDATE_ROLLBACK_IN_PROGRESS', failure);
  for (const change of backwards) {
    if (change.action === 'UPDATE') log.resource(change, 'UPDATE_COMPLETE');
  }
  log.resource(log.stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  for (const change of backwards) {
    if (change.action === 'CREATE' || change.replaces !== undefined) remove(change, log);
  }
  log.resource(log.stack, 'UPDATE_ROLLBACK_COMPLETE');
  return { status: 'UPDATE_ROLLBACK_COMPLETE', failure };
}

function remove(change: ResourceChange, log: EventLog): void {
  if (change.retained) log.resource(change, 'DELETE_SKIPPED');
  else {
    log.resource(change, 'DELETE_IN_PROGRESS');
    log.resource(change, 'DELETE_COMPLETE');
  }
}

function cancelled({ action }: ResourceChange): string {
  return `Resource ${action === 'CREATE' ? 'creation' : 'update'} cancelled`;
}
