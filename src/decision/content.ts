/** Reads values of properties, and decides what deferred text counts as. */
import {
  Deferred,
  member,
  NoValue,
  type Path,
  Unknown,
  type Value,
  type ValueMap,
} from '../template/index.js';

/** Deferred text is unknown while CloudFormation will still replace it. After that it is plain text. */
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

/** The content of a map's member. @param path the place of the map, inside the properties */
export function read(map: ValueMap, name: string, path: Path): Exclude<Value, Deferred> | undefined {
  return content(member(map, name), [...path, name]);
}

/** Whether CloudFormation treats the value as absent: missing, `null`, or removed by `AWS::NoValue`. */
export function isAbsent(value: Value | undefined): value is undefined | null | typeof NoValue {
  return value === undefined || value === null || value === NoValue;
}
