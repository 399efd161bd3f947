import type { Declared } from '../check/index.js';
import { type RawMap, TemplateError } from '../template/index.js';
import { type Caller, isMissing, textOf } from './caller.js';
import type { StackInvocation } from './event.js';
import { GuardError } from './failure.js';
import type { Target } from './target.js';
import { declaredTarget, endpointConfigs, unreadable } from './template.js';

/**
 * The endpoint configurations of a stack's template. The payload has the texts of the template and of the previous one,
 * where there is one. An update leaves those alone whose definition equals the previous
 * template's, so that turning the hook on never blocks a stack for what it already has.
 *
 * @throws GuardError where the template cannot be read
 */
export async function stackTargets(
  invocation: StackInvocation,
  payload: RawMap,
  warn: (message: string) => void,
): Promise<readonly Target[]> {
  const { caller } = invocation;
  const template = templateOf(invocation, payload);
  try {
    const declared = await endpointConfigs(template, caller);
    const untouched = await untouchedBy(invocation, payload, template, declared, warn);
    return declared.map((each) => {
      const why = untouched.get(each);
      return why ? { subject: each.configuration.subject, untouched: why } : declaredTarget(each);
    });
  } catch (error) {
    throw unreadable(error);
  }
}

/** An update without a template keeps the stack's previous one (`UsePreviousTemplate`). */
function templateOf({ isUpdate }: StackInvocation, { template, previousTemplate }: RawMap): string {
  const text = textOf(template) ?? (isMissing(template) && isUpdate ? textOf(previousTemplate) : undefined);
  if (text !== undefined) return text;
  const what = isMissing(template) ? 'has no template' : 'has a template that is not a text';
  throw new GuardError('payloadContent', `The payload of this stack operation ${what}`);
}

type Untouched = 'unchanged' | 'unchangedTemplate';

/**
 * The configurations that an update does not change. Empty where the previous template cannot be read, or takes too long
 * to compare. Several may have one logical id, where loops over unknown lists leave a part of it open.
 */
async function untouchedBy(
  { caller, isUpdate }: StackInvocation,
  { previousTemplate }: RawMap,
  template: string,
  declared: readonly Declared[],
  warn: (message: string) => void,
): Promise<ReadonlyMap<Declared, Untouched>> {
  const untouched = new Map<Declared, Untouched>();
  if (!isUpdate || declared.length === 0 || isMissing(previousTemplate)) return untouched;
  try {
    if (typeof previousTemplate !== 'string') throw new TemplateError('it is not a text');
    // The same text has the same definitions.
    const previous =
      previousTemplate === template ? undefined : await definitionsIn(previousTemplate, caller, declared);
    for (const each of declared) {
      const texts = previous?.get(each.view.logicalId);
      if (texts?.size === 0) continue;
      const { text, mayVary } = each.view.definition();
      if (!texts || texts.has(text)) untouched.set(each, mayVary ? 'unchangedTemplate' : 'unchanged');
    }
    return untouched;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    warn(`The previous template cannot be read, so nothing counts as unchanged: ${error.message}`);
    return new Map();
  }
}

/** The definitions in the previous template of what is declared now, by logical id. */
async function definitionsIn(
  previousTemplate: string,
  caller: Caller,
  declared: readonly Declared[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const texts = new Map(declared.map(({ view }) => [view.logicalId, new Set<string>()]));
  for (const { view } of await endpointConfigs(previousTemplate, caller)) {
    texts.get(view.logicalId)?.add(view.definition().text);
  }
  return texts;
}
