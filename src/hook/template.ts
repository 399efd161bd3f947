import { type Declared, declaredIn } from '../check/index.js';
import { rule } from '../decision/index.js';
import { looksLikeTemplate, mayDeclare, readTemplate, TemplateError } from '../template/index.js';
import type { Caller } from './caller.js';
import { GuardError } from './failure.js';
import type { JudgedTarget } from './target.js';

/**
 * The endpoint configurations that a template declares, as far as region, account and stack tell what they come to.
 * Parameter values are not known before the operation, and a default is none: it may be overridden.
 *
 * @throws TemplateError
 */
export async function endpointConfigs(
  text: string,
  { account, region, partition, stackName, stackId }: Caller,
): Promise<readonly Declared[]> {
  // Most templates of an account have nothing to do with the type, and are not parsed at all.
  if (!mayDeclare(text, rule.resourceType) && looksLikeTemplate(text)) return [];
  // The hook never reports line numbers, and what they are found in is far larger than the template.
  const { yaml, ...template } = await readTemplate(text, rule.resourceType);
  return declaredIn(template, {
    parameters: { values: {}, useDefaults: false },
    pseudo: { accountId: account, region, partition, stackName, stackId },
  });
}

/** A configuration to be judged by what the template says of it. */
export function declaredTarget({ configuration }: Declared): JudgedTarget {
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
