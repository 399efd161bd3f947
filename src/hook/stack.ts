import { type ResourceView, TemplateError } from '../template/index.js';
import { textOf } from './caller.js';
import type { StackInvocation } from './event.js';
import { GuardError } from './failure.js';
import type { StackPayload } from './payload.js';
import { subjectOf, type Target } from './target.js';
import { endpointConfigs, openTarget, unreadable } from './template.js';

/**
 * The endpoint configurations of a stack's template. On an update the ones whose definition is the previous
 * template's are not touched by the operation, so that turning the hook on never blocks what is already there.
 *
 * @throws GuardError where the template cannot be read
 */
export async function stackTargets(
  invocation: StackInvocation,
  payload: StackPayload,
  warn: (message: string) => void,
): Promise<readonly Target[]> {
  const { caller } = invocation;
  const template = templateOf(invocation, payload);
  try {
    const views = await endpointConfigs(template, caller);
    if (views.length === 0) return [];
    const previous = await previousConfigs(invocation, payload, template, views, warn);
    return views.map((view) => {
      const before = previous.get(view.logicalId);
      const isUnchanged =
        before !== undefined && (before === view || before.definition().text === view.definition().text);
      if (!isUnchanged) return openTarget(view, caller);
      return { subject: subjectOf(caller, view.logicalId), untouched: 'unchangedTemplate' };
    });
  } catch (error) {
    throw unreadable(error);
  }
}

/** An update without a template of its own keeps the one that the stack has (`UsePreviousTemplate`). */
function templateOf({ isUpdate }: StackInvocation, { template, previousTemplate }: StackPayload): string {
  const text = textOf(template) ?? (isMissing(template) && isUpdate ? textOf(previousTemplate) : undefined);
  if (text !== undefined) return text;
  const what = isMissing(template) ? 'has no template' : 'has a template that is not a text';
  throw new GuardError('payloadContent', `The payload of this stack operation ${what}`);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** The configurations of an update's previous template; one that cannot be read leaves nothing unchanged. */
async function previousConfigs(
  { caller, isUpdate }: StackInvocation,
  { previousTemplate }: StackPayload,
  template: string,
  views: readonly ResourceView[],
  warn: (message: string) => void,
): Promise<ReadonlyMap<string, ResourceView>> {
  const byId = (configs: readonly ResourceView[]) => new Map(configs.map((view) => [view.logicalId, view]));
  if (!isUpdate || isMissing(previousTemplate)) return new Map();
  if (previousTemplate === template) return byId(views);
  try {
    if (typeof previousTemplate !== 'string') throw new TemplateError('it is not a text');
    return byId(await endpointConfigs(previousTemplate, caller));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    warn(`The previous template cannot be read, so nothing counts as unchanged: ${error.message}`);
    return new Map();
  }
}
