import { isDeepStrictEqual } from 'node:util';
import { isRawMap, type RawMap } from '../template/index.js';

/**
 * Whether an update leaves an endpoint configuration as it is. `Tags` is the only property of the type that can be
 * changed in place ("tagUpdatable" in its resource schema); a change of the stack's own tags comes as such an update.
 *
 * Before and after come from the same source, so that equal values are written alike; lists are in their order.
 *
 * @param before an empty map shows no configuration: every one has variants
 */
export function isUnchanged(before: unknown, after: RawMap): boolean {
  return (
    isRawMap(before) &&
    Object.keys(before).length > 0 &&
    isDeepStrictEqual(withoutTags(before), withoutTags(after))
  );
}

export function withoutTags({ Tags: _, ...properties }: RawMap): RawMap {
  return properties;
}
