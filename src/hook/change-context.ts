import { isRawMap, knownAfterApply, type RawMap, Rest, Unknown, type ValueMap } from '../template/index.js';
import { isMissing, textOf } from './caller.js';
import { GuardError } from './failure.js';

/** What a change set shows in place of a NoEcho parameter's value. No property of an endpoint configuration is asterisks. */
const MASK = '****';

/** Why a value is unknown. A parameter alone may be empty. */
export const MASKED = 'a NoEcho parameter, whose value the change set does not show';

/**
 * The properties in a change's context; undefined where the context is missing, empty, or has no `Properties`. AWS
 * documents a context as JSON text; an object is accepted too.
 *
 * @throws GuardError where the context has another form
 */
export function propertiesIn(change: RawMap, name: 'beforeContext' | 'afterContext'): ValueMap | undefined {
  const context = parseContext(change, name);
  if (isMissing(context)) return undefined;
  if (context === knownAfterApply) return knownAfterwards();
  if (!isRawMap(context)) throw malformedContext(change, name, 'is not a JSON object');
  const { Properties } = context;
  if (isMissing(Properties)) return undefined;
  if (Properties === knownAfterApply) return knownAfterwards();
  if (!isRawMap(Properties)) throw malformedContext(change, name, 'has Properties that are not an object');
  // Parsed JSON contains only values that a template can have too.
  return Properties as ValueMap;
}

function parseContext(change: RawMap, name: 'beforeContext' | 'afterContext'): unknown {
  const context = change[name];
  if (typeof context !== 'string' || context === '' || context === knownAfterApply) return context;
  try {
    return JSON.parse(context, (_name, value) =>
      isMasked(value) ? new Unknown(MASKED, [], value !== MASK) : value,
    );
  } catch {
    // The parser's own message would quote the properties.
    throw malformedContext(change, name, 'is not JSON');
  }
}

function isMasked(value: unknown): boolean {
  return typeof value === 'string' && value.includes(MASK);
}

function knownAfterwards(): ValueMap {
  return { [Rest]: new Unknown('a value that is known only after the deployment', []) };
}

function malformedContext({ logicalResourceId }: RawMap, name: string, what: string): GuardError {
  const resource = textOf(logicalResourceId) ?? 'a resource without a logical id';
  return new GuardError('payloadContent', `The ${name} of ${resource} in the change set ${what}`);
}
