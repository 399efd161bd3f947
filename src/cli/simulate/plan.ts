/** Plans a stack operation as CloudFormation does: what it creates, changes, replaces and deletes, and in which order. */

import {
  isNestedStack,
  type NestedStack as LocalTemplate,
  nestedIn,
  templateNamedBy,
} from '../../check/index.js';
import { rule } from '../../decision/index.js';
import { allResources, type Context, TemplateError } from '../../template/index.js';
import { changeOf, deletionOf, isUntouched, plannedResource } from './changes.js';
import { wavesOf } from './dependency-order.js';
import { type Deployment, nestedDeployment } from './deployment.js';
import { valueFor } from './made-up-names.js';
import { checkConstraints, checkRules, type StackValues, valuesPassed } from './parameter-values.js';
import { type Resolved, resolveOutputs, resolveResource } from './resolve.js';
import { ResourceNames } from './resource-names.js';
import type { NestedStack, PlannedResource, ResourceChange, StackPlan } from './stack-plan.js';
import { faultAt, inFile, readNestedFile, type TemplateFile } from './template-file.js';
import { hasUnplayedTransforms } from './transforms.js';

/** A template, and the parameter values for its deployment. */
export interface Definition {
  readonly source: TemplateFile;
  readonly parameters: StackValues;
}

/** The context that a stack shares with its nested stacks. */
export interface Planning {
  /** Called for every assumption of the plan. */
  readonly note: (text: string) => void;
  /** Whether the stack exists already. Then its parameter values are not checked again. */
  readonly isDeployed?: boolean;
  /** The templates around this one, outermost first. */
  readonly around?: readonly string[];
  /** The number of nested stacks so far. */
  readonly nested: { count: number };
  /** Collects the values that the plan makes up. */
  readonly madeUp: Set<string>;
}

/** CloudFormation's own limit. */
const MAX_RESOURCES = 500;

type ResourceValue = NonNullable<Context['resourceValue']>;

/** Each nested stack is rehearsed separately, and templates that nest two others each reach a thousand within ten levels. */
const MAX_STACKS = 200;

/**
 * Plans a creation, or an update of the stack that another plan creates.
 *
 * @throws UsageError where a template cannot be deployed
 */
export function planStack(
  definition: Definition,
  previous: StackPlan | undefined,
  deployment: Deployment,
  planning: Planning,
): Promise<StackPlan> {
  return inFile(definition.source.file, () => plan(definition, previous, deployment, planning));
}

async function plan(
  { source, parameters }: Definition,
  previous: StackPlan | undefined,
  deployment: Deployment,
  planning: Planning,
): Promise<StackPlan> {
  const { template, file } = source;
  const note = (text: string) => planning.note(`${file}: ${text}`);
  if (hasUnplayedTransforms(template)) {
    note('only CloudFormation can run its transforms, so what they add is not rehearsed');
  }
  const context = contextOf(parameters, deployment);
  if (!planning.isDeployed) {
    await checkConstraints(source, parameters);
    checkRules(source, parameters, context.pseudo, note);
  }
  const written = allResources(template, context);
  if (written.length > MAX_RESOURCES) {
    throw new TemplateError(
      `The template has ${written.length} resources; CloudFormation takes ${MAX_RESOURCES}`,
    );
  }
  const existing = previous?.resources ?? new Map<string, PlannedResource>();
  const resources = new Map<string, PlannedResource>();
  const names = new ResourceNames(written, existing, resources, deployment);
  const inContext = (resourceValue: ResourceValue) =>
    new Map(allResources(template, { ...context, resourceValue }).map((each) => [each.logicalId, each]));
  const afterwards = inContext(names.afterwards);
  const beforehand = inContext(names.beforehand);
  const makeUp = (property: string, origin: string) => {
    const value = valueFor(property, origin, deployment);
    planning.madeUp.add(value);
    return value;
  };
  // Of the values that are made up, only those of configurations and nested stacks can affect a verdict.
  const makeUpFor = (logicalId: string, type: string) => (property: string, origin: string) => {
    if (type === rule.resourceType || isNestedStack(type)) {
      note(`${logicalId} gets a made-up ${property || 'value'}: it depends on ${origin}`);
    }
    return makeUp(property, origin);
  };
  const templates = new Map(nestedIn(template, source.path, context).map((each) => [each.logicalId, each]));
  const waves: ResourceChange[][] = [];
  for (const wave of wavesOf(written, template)) {
    const changes: ResourceChange[] = [];
    for (const { logicalId, type } of wave) {
      const after = resolveResource(afterwards.get(logicalId), makeUpFor(logicalId, type), note);
      if (!after) continue;
      const before = existing.get(logicalId);
      const nested = isNestedStack(after.type)
        ? await planNested(after, templates.get(logicalId), before, source, deployment, planning)
        : undefined;
      const resource = plannedResource(after, before, nested);
      resources.set(logicalId, resource);
      if (isUntouched(resource, before)) continue;
      const known = resolveResource(beforehand.get(logicalId), makeUp);
      changes.push(changeOf(resource, before, known, deployment));
    }
    if (changes.length > 0) waves.push(changes);
  }
  return {
    action: previous ? 'UPDATE' : 'CREATE',
    ...{ deployment, source, resources, waves },
    previous: previous?.source,
    deletions: [...existing.values()]
      .filter(({ logicalId }) => !resources.has(logicalId))
      .map((resource) => deletionOf(resource, deployment)),
    outputs: resolveOutputs(template, { ...context, resourceValue: names.afterwards }, makeUp),
  };
}

function contextOf({ values }: StackValues, deployment: Deployment): Context {
  const { account, region, partition, stackName, stackId } = deployment;
  return {
    parameters: { values, useDefaults: true },
    pseudo: { accountId: account, region, partition, stackName, stackId },
  };
}

/** Plans a nested stack as a stack operation of its own. */
async function planNested(
  resource: Resolved,
  local: LocalTemplate | undefined,
  before: PlannedResource | undefined,
  parent: TemplateFile,
  deployment: Deployment,
  planning: Planning,
): Promise<NestedStack> {
  const source = local && (await readNestedFile(local.path, parent));
  if (!source) {
    const flaw = local ? 'does not exist' : 'is not a local file';
    return { kind: 'unread', reason: `its template ${named(resource)} ${flaw}` };
  }
  if (before?.nested?.kind === 'unread')
    return { kind: 'unread', reason: `before the update, ${before.nested.reason}` };
  const around = [...(planning.around ?? []), parent.path];
  if (around.includes(source.path)) {
    throw faultAt(parent.template, resource.path, `${resource.logicalId} nests ${source.file} inside itself`);
  }
  if (++planning.nested.count > MAX_STACKS) {
    throw faultAt(parent.template, resource.path, `There are more than ${MAX_STACKS} nested stacks`);
  }
  const parameters = valuesPassed(resource, local.given, parent, source);
  const stack = nestedDeployment(deployment, resource.logicalId);
  return {
    kind: 'planned',
    plan: await planStack({ source, parameters }, before?.nested?.plan, stack, { ...planning, around }),
  };
}

/** The template that a nested stack names. For the Serverless Application Repository it is a map. */
function named({ type, properties }: Resolved): string {
  const template = templateNamedBy(type, properties);
  return typeof template === 'string' ? template : JSON.stringify(template);
}
