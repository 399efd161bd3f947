/** `Ref` and `Fn::GetAtt`. */

import type { Path } from '../path.js';
import { asCall } from '../raw-value.js';
import { NoValue, Unknown, type Value } from '../value.js';
import { isListType, isSsmValue } from './parameter-declaration.js';
import { parameterValue } from './parameter-value.js';
import { pseudoParameter } from './pseudo-parameters.js';
import type { Scope } from './scope.js';

/** The value of `Ref`: a loop's item, or the value of a parameter, pseudo parameter or resource. */
export function reference(name: string, path: Path, scope: Scope): Value {
  const item = scope.items.get(name);
  if (item !== undefined) return item;
  if (name === 'AWS::NoValue') return NoValue;
  if (Object.hasOwn(scope.template.parameters, name)) return parameterValue(name, path, scope);
  const pseudo = pseudoParameter(name, path, scope);
  if (pseudo !== undefined) return pseudo;
  if (!scope.resourceTypes.has(name))
    return new Unknown(`${name}, which is neither a parameter nor a resource of this template`, path);
  const known = scope.context.resourceValue?.(name, undefined);
  return known ?? new Unknown(`the resource ${name}, which this template makes`, path, true);
}

/**
 * The value of `Fn::GetAtt`. It is certainly set, except for an attribute of a nested stack or a custom resource,
 * whose author may leave it empty, and for the key of another resource.
 *
 * @param target `Resource.Attribute`; only `Resource` where the attribute's name is unknown
 */
export function attribute(target: string, path: Path, scope: Scope): Value {
  const [resource = '', ...names] = target.split('.');
  const name = names.join('.');
  const known = name === '' ? undefined : scope.context.resourceValue?.(resource, name);
  if (known !== undefined) return known;
  const what = name === '' ? 'an attribute' : `the attribute ${name}`;
  if (!scope.resourceTypes.has(resource))
    return new Unknown(`${what} of ${resource}, which is not a resource of this template`, path);
  const set = isAlwaysSet(scope.resourceTypes.get(resource), name);
  const why = set ? 'which this template makes' : 'which may be empty';
  return new Unknown(`${what} of the resource ${resource}, ${why}`, path, set);
}

/**
 * Attributes named `Outputs.…` belong to nested stacks, SAM applications and Service Catalog products. The own key
 * of a queue, a cluster or a snapshot is empty where that has none; the key of a database's secret is always set.
 */
function isAlwaysSet(type: string | undefined, attributeName: string): boolean {
  if (!type?.startsWith('AWS::') || type === 'AWS::CloudFormation::CustomResource') return false;
  if (/^[^.]*(?:kms|encryption)/i.test(attributeName) && !type.startsWith('AWS::KMS::')) return false;
  return attributeName !== '' && !attributeName.startsWith('Outputs.');
}

/** The parameter or pseudo parameter of a plain `Ref`; undefined for other expressions, lists and SSM values. */
export function parameterReferredTo(raw: unknown, scope: Scope): string | undefined {
  const call = asCall(raw);
  const name = call?.name === 'Ref' && typeof call.argument === 'string' ? call.argument : undefined;
  if (name === undefined || scope.items.has(name)) return undefined;
  if (!Object.hasOwn(scope.template.parameters, name)) return name.startsWith('AWS::') ? name : undefined;
  const declaration = scope.template.parameters[name];
  return isListType(declaration) || isSsmValue(declaration) ? undefined : name;
}
