import { isRawMap, knownAfterApply, type RawMap, Rest, Unknown, type ValueMap } from '../template/index.js';
import { isMissing, textOf } from './caller.js';
import { GuardError } from './failure.js';

/**
 * The properties that a context of a change shows, or undefined where it shows none: it is missing, empty, or has no
 * `Properties`. A context is documented as JSON text; an object is taken as well.
 *
 * @throws GuardError where it shows something else
 */
export function propertiesIn(change: RawMap, name: 'beforeContext' | 'afterContext'): ValueMap | undefined {
  const context = parseContext(change, name);
  if (isMissing(context)) return undefined;
  if (context === knownAfterApply) return knownAfterwards();
  if (!isRawMap(context)) throw malformed(change, name, 'is not a JSON object');
  const { Properties } = context;
  if (isMissing(Properties)) return undefined;
  if (Properties === knownAfterApply) return knownAfterwards();
  if (!isRawMap(Properties)) throw malformed(change, name, 'has Properties that are not an object');
  // They come out of JSON, and what JSON can say is a subset of what a template's values can be.
  return Properties as ValueMap;
}

function parseContext(change: RawMap, name: 'beforeContext' | 'afterContext'): unknown {
  const context = change[name];
  if (typeof context !== 'string' || context === '' || context === knownAfterApply) return context;
  try {
    return JSON.parse(context);
  } catch {
    // The parser's own message is left out: it quotes the properties.
    throw malformed(change, name, 'is not JSON');
  }
}

function knownAfterwards(): ValueMap {
  return { [Rest]: new Unknown('it is known only after the change has been applied', []) };
}

function malformed({ logicalResourceId }: RawMap, name: string, what: string): GuardError {
  const resource = textOf(logicalResourceId) ?? 'a resource without a logical id';
  return new GuardError('payloadContent', `The ${name} of ${resource} in the change set ${what}`);
}
