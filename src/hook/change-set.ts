import { isDeepStrictEqual } from 'node:util';
import { resolvedConfiguration, rule, type Subject } from '../decision/index.js';
import { isRawMap } from '../template/raw.js';
import { knownAfterApply, Rest, Unknown, type ValueMap } from '../template/value.js';
import type { ChangeSetInvocation } from './event.js';
import { GuardError } from './failure.js';
import type { Change, ChangeSetPayload } from './payload.js';
import { subjectOf, type Target } from './target.js';

/**
 * The endpoint configurations that a change set changes, by the properties that CloudFormation has worked out
 * for them (`afterContext`), or by the template where it has not.
 *
 * @throws GuardError where a context or the template cannot be read
 */
export async function changeSetTargets(
  invocation: ChangeSetInvocation,
  { template, changedResources }: ChangeSetPayload,
  warn: (message: string) => void,
): Promise<readonly Target[]> {
  let declared: Promise<ReadonlyMap<string, Target>> | undefined;
  const targets = changedResources
    .filter(({ resourceType }) => resourceType === rule.resourceType)
    .map(async (change): Promise<Target> => {
      const subject = subjectOf(invocation, change.logicalResourceId);
      if (change.action === 'DELETE') return { subject, untouched: 'deleted' };
      if (!change.afterContext) {
        declared ??= declaredTargets(template, invocation);
        return (await declared).get(change.logicalResourceId) ?? unseen(subject);
      }
      const after = propertiesOf(change.afterContext, 'afterContext', change);
      if (isUnchanged(change, after, warn)) return { subject, untouched: 'unchanged' };
      return { configuration: resolvedConfiguration(subject, after, { final: false }) };
    });
  return Promise.all(targets);
}

/** What the template says of its endpoint configurations. It is read once, and only if a context is missing. */
async function declaredTargets(
  template: string | null | undefined,
  invocation: ChangeSetInvocation,
): Promise<ReadonlyMap<string, Target>> {
  if (!template) return new Map();
  const { endpointConfigs, openTarget, unreadable } = await import('./template.js');
  try {
    const views = await endpointConfigs(template, invocation);
    return new Map(views.map((view) => [view.logicalId, openTarget(view, invocation)]));
  } catch (error) {
    throw unreadable(error);
  }
}

/** A change without a context, of a resource that is not in the template: a macro writes it. */
function unseen(subject: Subject): Target {
  const unknown = new Unknown('what a macro writes, which neither the change set nor the template shows', []);
  return { configuration: resolvedConfiguration(subject, { [Rest]: unknown }, { final: false }) };
}

function isUnchanged(change: Change, after: ValueMap, warn: (message: string) => void): boolean {
  const { action, afterContext, beforeContext, logicalResourceId } = change;
  // What is known only afterwards may differ although its placeholder does not.
  if (action !== 'UPDATE' || !beforeContext || afterContext?.includes(knownAfterApply)) return false;
  try {
    return isDeepStrictEqual(propertiesOf(beforeContext, 'beforeContext', change), after);
  } catch {
    warn(`The beforeContext of ${logicalResourceId} cannot be read, so it counts as changed`);
    return false;
  }
}

/** The properties in a context; none where it has none. */
function propertiesOf(text: string, name: 'afterContext' | 'beforeContext', change: Change): ValueMap {
  let context: unknown;
  try {
    context = JSON.parse(text);
  } catch {
    throw malformed(name, change, 'is not JSON');
  }
  if (!isRawMap(context)) throw malformed(name, change, 'is not a JSON object');
  const properties = context.Properties ?? {};
  if (!isRawMap(properties)) throw malformed(name, change, 'has Properties that are not an object');
  // What JSON can say is a subset of what a template's values can be.
  return properties as ValueMap;
}

/** The parser's own message is left out: it quotes the properties. */
function malformed(name: string, { logicalResourceId }: Change, what: string): GuardError {
  return new GuardError('payloadContent', `The ${name} of ${logicalResourceId} in the change set ${what}`);
}
