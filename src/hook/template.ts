import { configurationOf } from '../check/configuration.js';
import { rule } from '../decision/index.js';
import {
  type Context,
  looksLikeTemplate,
  mayDeclare,
  type ResourceView,
  readTemplate,
  resourcesOfType,
  TemplateError,
} from '../template/index.js';
import type { Caller } from './caller.js';
import { GuardError } from './failure.js';
import { subjectOf, type Target } from './target.js';

/**
 * The endpoint configurations that a template declares, as far as region, account and stack tell what they come to.
 * Parameter values are not known before the operation, and a default is none: it may be overridden.
 *
 * @throws TemplateError
 */
export async function endpointConfigs(
  text: string,
  { account, region, partition, stackName, stackId }: Caller,
): Promise<readonly ResourceView[]> {
  // Most templates of an account have nothing to do with the type, and are not parsed at all.
  if (!mayDeclare(text, rule.resourceType) && looksLikeTemplate(text)) return [];
  const context: Context = {
    parameters: { values: {}, useDefaults: false },
    pseudo: { accountId: account, region, partition, stackName, stackId },
  };
  // The hook never reports line numbers, and what they are found in is far larger than the template.
  const { yaml, ...template } = await readTemplate(text, rule.resourceType);
  return resourcesOfType(template, rule.resourceType, context);
}

/** A configuration to be judged by what the template says of it. */
export function openTarget(view: ResourceView, caller: Caller): Target {
  const configuration = configurationOf(view, subjectOf(caller, view.logicalId));
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
