import { resolvedConfiguration, rule, type Subject } from '../decision/index.js';
import { isRawMap, knownAfterApply, type RawMap, Rest, Unknown, type ValueMap } from '../template/index.js';
import { type Caller, isMissing, textOf } from './caller.js';
import { MASKED, propertiesIn } from './change-context.js';
import type { ChangeSetInvocation } from './event.js';
import { GuardError } from './failure.js';
import { malformedPayload } from './payload.js';
import { subjectOf, type Target } from './target.js';
import { declaredTarget, endpointConfigs, unreadable } from './template.js';
import { isUnchanged, withoutTags } from './unchanged.js';

/**
 * The endpoint configurations that a change set changes, with the properties that CloudFormation has computed
 * (`afterContext`), or with those of the template where it has not.
 *
 * @throws GuardError where one of their contexts, or the template if needed, cannot be read
 */
export async function changeSetTargets(
  { caller }: ChangeSetInvocation,
  payload: RawMap,
  warn: (message: string) => void,
): Promise<readonly Target[]> {
  const { template } = payload;
  // AWS's sample hooks treat a missing list as an empty one.
  const changes = payload.changedResources ?? [];
  if (!Array.isArray(changes)) throw malformedPayload('has changedResources that are not a list');
  let reading: Promise<ReadonlyMap<string, Target>> | undefined;
  const declared = () => {
    reading ??= declaredTargets(template, caller);
    return reading;
  };
  const targets = changes
    .filter(isRawMap)
    .map((change) => targetOf(change, caller, template, declared, warn));
  return (await Promise.all(targets)).filter((target) => target !== undefined);
}

async function targetOf(
  change: RawMap,
  caller: Caller,
  template: unknown,
  declared: () => Promise<ReadonlyMap<string, Target>>,
  warn: (message: string) => void,
): Promise<Target | undefined> {
  const type = textOf(change.resourceType);
  const named = textOf(change.logicalResourceId);
  const isDeletion = change.action === 'DELETE';
  if (type === undefined) {
    // A change may come without its type. Then the template says what it is.
    if (named === undefined || isDeletion || !(await declared()).has(named)) return undefined;
  } else if (type !== rule.resourceType) return undefined;
  const logicalId = named ?? rule.resourceType;
  const subject = subjectOf(caller, logicalId);
  if (isDeletion) return { subject, untouched: 'deleted' };
  const after = propertiesIn(change, 'afterContext');
  if (after === undefined) {
    return (await declared()).get(logicalId) ?? unseen(subject);
  }
  if (isSame(change, logicalId, after, warn)) return { subject, untouched: 'unchanged' };
  return {
    configuration: resolvedConfiguration(subject, after, { final: false, template: textOf(template) }),
  };
}

/** The template's endpoint configurations, by their logical ids. */
async function declaredTargets(template: unknown, caller: Caller): Promise<ReadonlyMap<string, Target>> {
  if (isMissing(template)) return new Map();
  if (typeof template !== 'string') {
    throw new GuardError('payloadContent', "The payload's template is not a text");
  }
  try {
    const declared = await endpointConfigs(template, caller);
    return new Map(declared.map((each) => [each.view.logicalId, declaredTarget(each)]));
  } catch (error) {
    throw unreadable(error);
  }
}

/** A change without a context, of a resource that the template does not declare: a macro writes it. */
function unseen(subject: Subject): Target {
  const unknown = new Unknown('what a macro writes, which neither the change set nor the template shows', []);
  return { configuration: resolvedConfiguration(subject, { [Rest]: unknown }, { final: false }) };
}

function isSame(
  change: RawMap,
  logicalId: string,
  after: ValueMap,
  warn: (message: string) => void,
): boolean {
  if (change.action !== 'UPDATE' || Object.hasOwn(after, Rest)) return false;
  // Equal placeholders may stand for different values.
  const text = JSON.stringify(withoutTags(after));
  if (text.includes(knownAfterApply) || text.includes(MASKED)) return false;
  try {
    return isUnchanged(propertiesIn(change, 'beforeContext'), after);
  } catch {
    warn(`The beforeContext of ${logicalId} cannot be read, so it counts as changed`);
    return false;
  }
}
