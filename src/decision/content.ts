/** Values of properties read for their content. */
import {
  Deferred,
  member,
  NoValue,
  type Path,
  Unknown,
  type Value,
  type ValueMap,
} from '../template/index.js';

/**
 * Deferred text is unknown as long as CloudFormation still replaces it. Where nothing does any more it is text like
 * any other.
 */
export function content<V extends Value | undefined>(
  value: V,
  path: Path,
): Exclude<V, Deferred> | Unknown | string {
  if (!(value instanceof Deferred)) return value as Exclude<V, Deferred>;
  if (value.final) return value.text;
  const reason = value.text.includes('{{resolve:')
    ? 'a dynamic reference, which CloudFormation resolves during the deployment'
    : 'a value that is known only after the change set has run';
  return new Unknown(reason, path);
}

/** A member read for its content. `path` is the place of the map, inside the properties. */
export function read(map: ValueMap, name: string, path: Path): Exclude<Value, Deferred> | undefined {
  return content(member(map, name), [...path, name]);
}

/** Not there, as CloudFormation sees it: missing, `null`, or removed by `AWS::NoValue`. */
export function isAbsent(value: Value | undefined): value is undefined | null | typeof NoValue {
  return value === undefined || value === null || value === NoValue;
}
