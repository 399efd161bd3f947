import { type Declared, declaredIn } from '../check/index.js';
import { rule } from '../decision/index.js';
import { looksLikeTemplate, mayDeclare, readTemplate, TemplateError } from '../template/index.js';
import type { Caller } from './caller.js';
import { GuardError } from './failure.js';
import type { JudgedTarget } from './target.js';

/**
 * The endpoint configurations that a template declares, evaluated with the event's Region, account and stack. The
 * parameters' values are unknown before the operation; so are those with a default, since a deployment may override it.
 *
 * @throws TemplateError
 */
export async function endpointConfigs(
  text: string,
  { account, region, partition, stackName, stackId }: Caller,
): Promise<readonly Declared[]> {
  // Most templates of an account do not contain the type, and are not parsed at all.
  if (!mayDeclare(text, rule.resourceType) && looksLikeTemplate(text)) return [];
  // `yaml` is dropped: the hook never reports line numbers, and the parsed document is far larger than the template.
  const { yaml, ...template } = await readTemplate(text, rule.resourceType);
  return declaredIn(template, {
    parameters: { values: {}, useDefaults: false },
    pseudo: { accountId: account, region, partition, stackName, stackId },
  });
}

/** The target for a configuration that the template declares. */
export function declaredTarget({ configuration }: Declared): JudgedTarget {
  return {
    configuration: {
      ...configuration,
      alternatives: (members) => readable(configuration.alternatives(members)),
    },
  };
}

/** Translates errors of the alternatives too: evaluation is lazy, so an error may appear only there. */
function* readable<T>(alternatives: Iterable<T>): Generator<T> {
  try {
    yield* alternatives;
  } catch (error) {
    throw unreadable(error);
  }
}

/** Turns a TemplateError into a GuardError for the operator. Returns any other error as it is. */
export function unreadable(error: unknown): unknown {
  if (!(error instanceof TemplateError)) return error;
  return new GuardError('template', `The template cannot be read: ${error.message}`, { cause: error });
}
