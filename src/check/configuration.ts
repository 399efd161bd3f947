/**
 * Finds the endpoint configurations that a template declares. The hook's STACK target, `check`, the audit, the CDK plugin
 * and the library all begin here.
 */
import { type Configuration, rule } from '../decision/index.js';
import {
  type Context,
  type Members,
  markDeferred,
  memberOf,
  type ResourceView,
  resourcesOfType,
  type Template,
  type ValueMap,
} from '../template/index.js';

export interface Declared {
  readonly view: ResourceView;
  /** Evaluation is lazy: taking its alternatives may throw a TemplateError. */
  readonly configuration: Configuration;
}

/**
 * The configurations in the order of the template.
 *
 * @throws TemplateError where the template contradicts itself
 */
export function declaredIn(template: Template, context: Context): readonly Declared[] {
  const { accountId: account, region, stackName: stack } = context.pseudo;
  return resourcesOfType(template, rule.resourceType, context).map((view) => ({
    view,
    configuration: {
      subject: { account, region, stack, resource: view.logicalId },
      lines: 'yaml',
      template: template.text,
      alternatives: (members) => alternativesOf(view, members),
    },
  }));
}

/** `Stack/Endpoint/Config`, if the CDK wrote the template. */
export function constructPathOf({ metadata }: Pick<ResourceView, 'metadata'>): string | undefined {
  const path = memberOf(metadata, 'aws:cdk:path');
  return typeof path === 'string' ? path : undefined;
}

function* alternativesOf(view: ResourceView, members: Members) {
  for (const { exists, properties, assuming } of view.alternatives(members)) {
    yield { exists, properties: markDeferred(properties, false) as ValueMap, assuming };
  }
}
