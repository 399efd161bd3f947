import { isDeepStrictEqual } from 'node:util';
import { isRawMap, type RawMap } from '../template/index.js';

/**
 * Whether an update leaves an endpoint configuration as it is. `Tags` is the type's only property that an update can
 * change in place ("tagUpdatable" in its resource schema). A change of the stack's own tags is such an update.
 *
 * Before and after come from the same source, so equal values are written in the same way.
 *
 * @param before an empty map counts as unknown, since every configuration has variants
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
