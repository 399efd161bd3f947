/** One stack's endpoint configurations, judged with the parameter values that the stack has. */
import { placeOfStack, type StackSource, type StackSummary } from '../../aws/stacks.js';
import type { Finding } from '../../check/finding.js';
import {
  type Judgement,
  judge,
  judgedMembers,
  notApplicable,
  type Policy,
  rule,
  type Scope,
} from '../../decision/index.js';
import {
  type Context,
  memberOf,
  type ResourceView,
  readTemplate,
  resourcesOfType,
  type Template,
} from '../../template/index.js';
import { locate } from '../../template/parse/locate.js';
import { nameOfStack } from './finding.js';
import { settle } from './settle.js';

/**
 * Judges every endpoint configuration that a stack's template declares or that the stack holds, as the hook would
 * at the next deployment: the hook sees no Metadata, so a suppression there does not count.
 *
 * @param held logical ids of the configurations that the stack holds now
 * @throws TemplateError where the template cannot be read
 */
export async function judgeStack(
  stack: StackSummary,
  held: readonly string[],
  source: StackSource,
  policy: Policy,
  now: Date,
): Promise<Finding[]> {
  const place = placeOfStack(stack);
  const written = await readTemplate(source.template, rule.resourceType);
  const { template, values } = settle(written, source);
  const context: Context = {
    parameters: { values, useDefaults: true },
    pseudo: { accountId: place.account, region: place.region, stackName: stack.name, stackId: stack.id },
  };
  const views = resourcesOfType(template, rule.resourceType, context, judgedMembers);
  const file = nameOfStack(place);
  const present = new Set(held);

  const declared = views.map((view): Finding => {
    const { logicalId } = view;
    const scope: Scope = { ...place, resource: logicalId };
    const judgement = present.has(logicalId) ? judgeHeld(view, scope, policy, now) : missing(view, scope);
    const { path, ...said } = judgement;
    const constructPath = memberOf(view.metadata, 'aws:cdk:path');
    return {
      file,
      ...whereIs(template, view, path),
      logicalId,
      ...place,
      ...said,
      constructPath: typeof constructPath === 'string' ? constructPath : undefined,
    };
  });
  const known = new Set(views.map(({ logicalId }) => logicalId));
  const left = [...present].filter((logicalId) => !known.has(logicalId));
  return [
    ...declared,
    ...left.map((logicalId): Finding => {
      const { path: _, ...said } = leftOver({ ...place, resource: logicalId });
      return { file, line: 1, column: 1, logicalId, ...place, ...said };
    }),
  ];
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
  for (const _ of existing(view)) {
    const message = `The endpoint configuration ${scope.resource} is in the stack's template and not among its resources.`;
    return { ...notApplicable('deleted', scope), message };
  }
  return notApplicable('conditionFalse', scope);
}

/** An update took it out of the template, and its deletion failed or is still to come. */
function leftOver(scope: Scope): Judgement {
  const message = `The endpoint configuration ${scope.resource} is among the stack's resources and no longer in its template: nothing will replace it.`;
  return { ...notApplicable('deleted', scope), message };
}

function whereIs(template: Template, view: ResourceView, path: Judgement['path']) {
  const place = locate(template, [...view.path, 'Properties', ...path]);
  return place ?? { line: 1, column: 1 };
}
