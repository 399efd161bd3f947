/** One stack's endpoint configurations, judged with the parameter values that the stack has. */
import { placeOfStack, type StackResource, type StackSource, type StackSummary } from '../../aws/stacks.js';
import { type Judgement, judge, notApplicable, type Policy, rule, type Scope } from '../../policy/index.js';
import {
  type Context,
  type ResourceView,
  readTemplate,
  resourcesOfType,
  type Template,
} from '../../template/index.js';
import { locate } from '../../template/locate.js';
import type { Finding } from './finding.js';
import { settle } from './settle.js';

/**
 * Judges every endpoint configuration that a stack's template declares or that the stack holds.
 *
 * @param held the configurations that the stack holds now
 * @throws TemplateError where the template cannot be read
 */
export async function judgeStack(
  stack: StackSummary,
  held: readonly StackResource[],
  source: StackSource,
  policy: Policy,
  now: Date,
): Promise<Finding[]> {
  const { account, region } = placeOfStack(stack.id);
  const written = await readTemplate(source.template, rule.resourceType);
  const { template, values } = settle(written, source);
  const context: Context = {
    parameters: { values, useDefaults: true },
    pseudo: { accountId: account, region, stackName: stack.name, stackId: stack.id },
  };
  const views = resourcesOfType(template, rule.resourceType, context);
  const physical = new Map(held.map(({ logicalId, physicalId }) => [logicalId, physicalId]));

  const finding = (logicalId: string, judgement: Judgement, view?: ResourceView): Finding => ({
    kind: 'finding',
    account,
    region,
    stack: stack.name,
    stackId: stack.id,
    logicalId,
    physicalId: physical.get(logicalId),
    ...placeIn(template, view, judgement),
    ...judgement,
  });
  const declared = views.map((view) => {
    const scope: Scope = { account, region, stack: stack.name, resource: view.logicalId };
    const judgement = physical.has(view.logicalId)
      ? judgeHeld(view, scope, policy, now)
      : missing(view, scope);
    return finding(view.logicalId, judgement, view);
  });
  const left = held
    .filter(({ logicalId }) => !views.some((view) => view.logicalId === logicalId))
    .map(({ logicalId }) => finding(logicalId, leftOver(logicalId)));
  return [...declared, ...left];
}

/** The stack holds it, so its condition is true: only the ways in which it exists count. */
function judgeHeld(view: ResourceView, scope: Scope, policy: Policy, now: Date): Judgement {
  const judgement = judge(existing(view), scope, policy, now);
  return judgement.verdict === 'nonCompliant'
    ? { ...judgement, message: `${judgement.message} It would be blocked at its next replacement.` }
    : judgement;
}

function* existing(view: ResourceView) {
  for (const alternative of view.alternatives()) if (alternative.exists) yield alternative;
}

function missing(view: ResourceView, scope: Scope): Judgement {
  for (const { exists } of view.alternatives()) {
    if (!exists) continue;
    const message = `The endpoint configuration ${view.logicalId} is in the template and not among the stack's resources.`;
    return { ...notApplicable('deleted', scope), message };
  }
  return notApplicable('conditionFalse', scope);
}

/** An update took it out of the template, and its deletion failed or is still to come. */
function leftOver(logicalId: string): Judgement {
  return {
    ...notApplicable('deleted', { resource: logicalId }),
    message: `The endpoint configuration ${logicalId} is among the stack's resources and no longer in its template: nothing will replace it.`,
  };
}

function placeIn(template: Template, view: ResourceView | undefined, { path }: Judgement) {
  const place = view && locate(template, [...view.path, 'Properties', ...path]);
  return { line: place?.line ?? 1, column: place?.column ?? 1 };
}
