/** What becomes of each resource once the stack itself may go on. */
import { rule } from '../../decision/index.js';
import type { Call } from './call.js';
import { type EventLog, hooksFailed } from './events.js';
import type { Change, Operation } from './operation.js';

type AskResource = (change: Change) => Promise<Call>;

/**
 * Provisions wave by wave; the guard is asked just before each resource of its type.
 *
 * @param ask absent where the hook is not enabled for resources
 * @returns the stack's last status
 */
export async function provision(
  operation: Operation,
  log: EventLog,
  ask: AskResource | undefined,
): Promise<string> {
  const done: Change[] = [];
  for (const wave of operation.waves) {
    for (const change of wave) log.resource(change, `${change.action}_IN_PROGRESS`);
    const failed = new Set<Change>();
    for (const change of wave) {
      if (ask && change.type === rule.resourceType && !(await passes(change, log, ask))) failed.add(change);
    }
    if (failed.size > 0) {
      for (const change of wave) {
        if (!failed.has(change)) log.resource(change, `${change.action}_FAILED`, cancelled(change));
      }
      return rollBack(operation, wave, failed, done, log);
    }
    for (const change of wave) complete(change, log, ask !== undefined);
    done.push(...wave);
  }
  return conclude(operation, log);
}

async function passes(change: Change, log: EventLog, ask: AskResource): Promise<boolean> {
  const status = `${change.action}_IN_PROGRESS`;
  log.hook(change, status, 'RESOURCE', undefined);
  const { answer, blocks } = await ask(change);
  log.hook(change, status, 'RESOURCE', answer);
  if (blocks) log.resource(change, `${change.action}_FAILED`, hooksFailed('RESOURCE'));
  return !blocks;
}

function complete(change: Change, log: EventLog, hooked: boolean): void {
  const { action, type, replaces } = change;
  if (hooked && type === rule.resourceType) {
    const what = action === 'CREATE' ? 'Resource creation initiated' : 'Resource update initiated';
    log.resource(change, `${action}_IN_PROGRESS`, `Hook invocations complete. ${what}`);
  }
  if (replaces !== undefined) {
    const reason = 'Requested update requires the creation of a new physical resource; hence creating one.';
    log.resource(change, 'UPDATE_IN_PROGRESS', reason);
  } else if (action === 'CREATE') log.resource(change, 'CREATE_IN_PROGRESS', 'Resource creation Initiated');
  log.resource(change, `${action}_COMPLETE`);
}

/** The end of an operation that went well. Its deletions are clean-up, and call no hook. */
function conclude({ action, waves, deletions }: Operation, log: EventLog): string {
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

function rollBack(
  { action }: Operation,
  wave: readonly Change[],
  failed: ReadonlySet<Change>,
  done: readonly Change[],
  log: EventLog,
): string {
  const names = [...failed].map(({ logicalId }) => logicalId).join(', ');
  if (action === 'CREATE') {
    const reason = `The following resource(s) failed to create: [${names}]. Rollback requested by user.`;
    log.resource(log.stack, 'ROLLBACK_IN_PROGRESS', reason);
    for (const change of [...wave].reverse()) log.resource(change, 'DELETE_COMPLETE');
    for (const change of [...done].reverse()) remove(change, log);
    log.resource(log.stack, 'ROLLBACK_COMPLETE');
    return 'ROLLBACK_COMPLETE';
  }
  const reason = `The following resource(s) failed to update: [${names}].`;
  log.resource(log.stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  for (const change of [...done].reverse()) {
    if (change.action === 'UPDATE') log.resource(change, 'UPDATE_COMPLETE');
  }
  log.resource(log.stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  for (const change of [...done].reverse()) {
    if (change.action === 'CREATE' || change.replaces !== undefined) remove(change, log);
  }
  log.resource(log.stack, 'UPDATE_ROLLBACK_COMPLETE');
  return 'UPDATE_ROLLBACK_COMPLETE';
}

function remove(change: Change, log: EventLog): void {
  if (change.retained) log.resource(change, 'DELETE_SKIPPED');
  else {
    log.resource(change, 'DELETE_IN_PROGRESS');
    log.resource(change, 'DELETE_COMPLETE');
  }
}

function cancelled({ action }: Change): string {
  return `Resource ${action === 'CREATE' ? 'creation' : 'update'} cancelled`;
}
