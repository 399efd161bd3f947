import { member, NoValue, type Path, Unknown, type Value, type ValueMap } from '../template/value.js';

/** How the properties came to the guard. */
export interface View {
  /**
   * Everything that can be resolved has been, as under RESOURCE and Cloud Control: text that still looks
   * like a reference is taken as it is, since nothing will tell more about it later.
   */
  readonly resolved: boolean;
}

/**
 * Whether CloudFormation still has to put the value in. Secrets Manager and SSM SecureString references
 * stay text even in resolved properties; the other text is a change set's word for a value that is known
 * after the change has run. Either way something will be set.
 */
export function isDeferred(text: string): boolean {
  if (!text.includes('{{')) return false;
  return DYNAMIC_REFERENCE.test(text) || text.includes(knownAfterApply);
}

/** A change set's word for a value that is known after it has been applied. */
export const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** A whole one; what only begins like one is text like any other. */
const DYNAMIC_REFERENCE = /\{\{resolve:(?:ssm|ssm-secure|secretsmanager):[^{}]+\}\}/;

/** A value read for its content: text that CloudFormation still replaces is unknown, unless the view is resolved. */
export function settle<V extends Value | undefined>(value: V, path: Path, view: View): V | Unknown {
  if (view.resolved || typeof value !== 'string' || !isDeferred(value)) return value;
  const reason = value.includes('{{resolve:')
    ? 'it holds a dynamic reference'
    : 'it is known only after the change has been applied';
  return new Unknown(reason, path, true);
}

/** A member read for its content; see `settle`. `path` is the place of the map, inside the properties. */
export function read(map: ValueMap, name: string, path: Path, view: View): Value | undefined {
  const value = member(map, name);
  return view.resolved || typeof value !== 'string' ? value : settle(value, [...path, name], view);
}

/** Not there, as CloudFormation sees it: missing, `null`, or removed by `AWS::NoValue`. */
export function isAbsent(value: Value | undefined): value is undefined | null | typeof NoValue {
  return value === undefined || value === null || value === NoValue;
}
