import { rule } from '../decision/index.js';
import { looksLikeTemplate, mayDeclare, type ResourceView, TemplateError } from '../template/index.js';
import type { StackInvocation } from './event.js';
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
  { template, previousTemplate }: StackPayload,
  warn: (message: string) => void,
): Promise<readonly Target[]> {
  // Most templates of an account have nothing to do with the type, and are not parsed at all.
  if (!mayDeclare(template, rule.resourceType) && looksLikeTemplate(template)) return [];
  try {
    const views = await endpointConfigs(template, invocation);
    const before =
      previousTemplate === template ? views : await previousConfigs(previousTemplate, invocation, warn);
    const previous = new Map(before.map((view) => [view.logicalId, view]));
    return views.map((view) => {
      if (!isUnchanged(view, previous.get(view.logicalId))) return openTarget(view, invocation);
      return { subject: subjectOf(invocation, view.logicalId), untouched: 'unchangedTemplate' };
    });
  } catch (error) {
    throw unreadable(error);
  }
}

function isUnchanged(view: ResourceView, previous: ResourceView | undefined): boolean {
  return previous !== undefined && (previous === view || previous.definition() === view.definition());
}

/** A previous template that cannot be read shows nothing to be unchanged, and everything is judged. */
async function previousConfigs(
  text: string | null | undefined,
  invocation: StackInvocation,
  warn: (message: string) => void,
): Promise<readonly ResourceView[]> {
  if (!text || invocation.action !== 'update' || !mayDeclare(text, rule.resourceType)) return [];
  try {
    return await endpointConfigs(text, invocation);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    warn(`The previous template cannot be read, so nothing counts as unchanged: ${error.message}`);
    return [];
  }
}
