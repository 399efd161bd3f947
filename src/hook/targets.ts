import { resolvedConfiguration } from '../decision/index.js';
import { changeSetTargets } from './change-set.js';
import type { Invocation } from './event.js';
import type { ReadPayload } from './payload.js';
import { stackTargets } from './stack.js';
import { subjectOf, type Target } from './target.js';
import { isUnchanged } from './unchanged.js';

/**
 * The endpoint configurations of an invocation; none where the rule does not apply to it.
 *
 * @param warn receives problems that do not keep the guard from judging
 * @throws GuardError where the payload or a template in it cannot be read
 */
export async function toTargets(
  invocation: Invocation,
  read: ReadPayload,
  warn: (message: string) => void,
): Promise<readonly Target[]> {
  switch (invocation.kind) {
    case 'other':
      return [];
    case 'deletion': {
      return [{ subject: subjectOf(invocation.caller, invocation.logicalId), untouched: 'deleted' }];
    }
    case 'resource': {
      const { caller, logicalId, isUpdate, properties, previousProperties } = invocation;
      const subject = subjectOf(caller, logicalId);
      if (isUpdate && isUnchanged(previousProperties, properties)) {
        return [{ subject, untouched: 'unchanged' }];
      }
      return [{ configuration: resolvedConfiguration(subject, properties, { final: true }) }];
    }
    case 'stack':
      return stackTargets(invocation, await read(invocation.payload), warn);
    case 'changeSet':
      return changeSetTargets(invocation, await read(invocation.payload), warn);
  }
}
