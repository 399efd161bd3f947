import { configurationOf } from '../check/configuration.js';
import { rule } from '../decision/index.js';
import {
  type Context,
  type ResourceView,
  readTemplate,
  resourcesOfType,
  TemplateError,
} from '../template/index.js';
import type { Invocation } from './event.js';
import { GuardError } from './failure.js';
import { subjectOf, type Target } from './target.js';

/**
 * The endpoint configurations that a template declares, as far as an invocation tells what they
 * come to. Parameter values are not known before the operation, and a default is none: it may be overridden.
 *
 * @throws TemplateError
 */
export async function endpointConfigs(
  text: string,
  invocation: Invocation,
): Promise<readonly ResourceView[]> {
  const { account, region, partition, stackName, stackId } = invocation;
  const context: Context = {
    parameters: { values: {}, useDefaults: false },
    pseudo: { accountId: account, region, partition, stackName, stackId },
  };
  // Nobody asks the hook for lines, and what they are found in is far larger than the template.
  const { yaml, ...template } = await readTemplate(text, rule.resourceType);
  return resourcesOfType(template, rule.resourceType, context);
}

/** A configuration to be judged by what the template says of it. */
export function openTarget(view: ResourceView, invocation: Invocation): Target {
  const configuration = configurationOf(view, subjectOf(invocation, view.logicalId));
  return {
    configuration: {
      ...configuration,
      alternatives: (members) => readable(configuration.alternatives(members)),
    },
  };
}

/** Evaluation is lazy, so that an error in the template may show only while its alternatives are taken. */
function* readable<T>(alternatives: Iterable<T>): Generator<T> {
  try {
    yield* alternatives;
  } catch (error) {
    throw unreadable(error);
  }
}

/** What a template's error means to the operator; any other error as it is. */
export function unreadable(error: unknown): unknown {
  if (!(error instanceof TemplateError)) return error;
  return new GuardError('template', `The template cannot be read: ${error.message}`, { cause: error });
}
