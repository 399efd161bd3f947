/** `Ref` and `Fn::GetAtt`: what a name stands for. */

import { asCall, isRawMap, memberOf, scalarText } from '../raw.js';
import { NoValue, type Path, Unknown, type Value } from '../value.js';
import { allowedValues, cannotBeEmpty, isListType, isSsmValue } from './parameters.js';
import { pseudoParameter, type Scope } from './scope.js';

/** A name in the order in which CloudFormation looks: a loop's item, a pseudo parameter, a parameter, a resource. */
export function reference(name: string, path: Path, scope: Scope): Value {
  const item = scope.bindings.get(name);
  if (item !== undefined) return item;
  if (name === 'AWS::NoValue') return NoValue;
  if (Object.hasOwn(scope.template.parameters, name)) return parameter(name, path, scope);
  const pseudo = pseudoParameter(name, scope, path);
  if (pseudo !== undefined) return pseudo;
  if (scope.resourceIds.has(name))
    return new Unknown(`it is the resource ${name}, made by this template`, path, true);
  return new Unknown(`${name} is neither a parameter nor a resource of this template`, path);
}

/** An attribute of a resource: known once the resource is there, and set from then on. */
export function attribute(resource: string, path: Path, scope: Scope): Value {
  return scope.resourceIds.has(resource)
    ? new Unknown(`it is an attribute of the resource ${resource}, made by this template`, path, true)
    : new Unknown(`${resource} is not a resource of this template`, path);
}

function parameter(name: string, path: Path, scope: Scope): Value {
  const declaration = scope.template.parameters[name];
  if (isSsmValue(declaration))
    return new Unknown(`parameter ${name} is read from SSM at deployment`, path, true);
  const given = givenValue(name, scope);
  if (given !== undefined) {
    return isListType(declaration) ? list(given, path, scope) : given;
  }
  const bound = scope.scenario.values.get(name);
  if (bound !== undefined) return bound;
  const allowed = allowedValues(declaration);
  scope.budget.spend((allowed?.length ?? 0) / 16, path);
  const chosen = allowed && scope.scenario.oneOf(name, labelOf(name), allowed);
  if (chosen !== undefined) return chosen;
  const set = cannotBeEmpty(declaration) || scope.scenario.isExcluded(name, '');
  return new Unknown(`parameter ${name} has no value in this view`, path, set);
}

/** A list given as text; an empty text is a list of one empty item, of which `Fn::Select` takes the first. */
function list(given: string, path: Path, scope: Scope): string[] {
  scope.budget.spend(given.length / 8, path);
  return given.split(',').map((item) => item.trim());
}

/** The value from outside; a default only where the view lets it count as one. */
function givenValue(name: string, scope: Scope): string | undefined {
  const { values, useDefaults } = scope.context.parameters;
  if (Object.hasOwn(values, name)) return values[name];
  const declared = memberOf(scope.template.parameters[name], 'Default');
  if (!useDefaults || declared === undefined || declared === null || isRawMap(declared)) return undefined;
  scope.defaults.add(name);
  return Array.isArray(declared) ? declared.map(scalarText).join(',') : String(declared);
}

/** The parameter or pseudo parameter that an expression is a plain reference to. */
export function openParameter(raw: unknown, scope: Scope): string | undefined {
  const call = asCall(raw);
  if (call?.name !== 'Ref' || typeof call.argument !== 'string' || scope.bindings.has(call.argument))
    return undefined;
  const name = call.argument;
  if (Object.hasOwn(scope.template.parameters, name)) {
    const declaration = scope.template.parameters[name];
    return isListType(declaration) || isSsmValue(declaration) ? undefined : name;
  }
  return name.startsWith('AWS::') ? name : undefined;
}

export function labelOf(name: string): string {
  return name.startsWith('AWS::') ? name : `parameter ${name}`;
}
