/** `Ref` and `Fn::GetAtt`: what a name stands for. */

import { AmbiguousScalar } from '../ambiguous.js';
import { asCall, isRawMap, memberOf, scalarText } from '../raw.js';
import { transformsIn } from '../transforms.js';
import { NoValue, type Path, Unknown, unknownList, type Value } from '../value.js';
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
  if (scope.resourceTypes.has(name))
    return (
      scope.context.resourceValue?.(name, undefined) ??
      new Unknown(`the resource ${name}, which this template makes`, path, true)
    );
  return new Unknown(`${name}, which is neither a parameter nor a resource of this template`, path);
}

/**
 * An attribute of a resource: known once the resource is there, and set from then on, but for what the owner of
 * a nested stack or of a custom resource may leave empty.
 *
 * @param name undefined where it is not known
 */
export function attribute(resource: string, name: string | undefined, path: Path, scope: Scope): Value {
  const known = name === undefined ? undefined : scope.context.resourceValue?.(resource, name);
  if (known !== undefined) return known;
  const attributeName = name === undefined ? 'an attribute' : `the attribute ${name}`;
  if (!scope.resourceTypes.has(resource))
    return new Unknown(`${attributeName} of ${resource}, which is not a resource of this template`, path);
  const type = scope.resourceTypes.get(resource);
  const set = !mayBeEmpty(type, name);
  const why = set ? 'which this template makes' : 'which may be empty';
  return new Unknown(`${attributeName} of the resource ${resource}, ${why}`, path, set);
}

/** Of a type that is not AWS's, a custom resource above all, nothing is known. */
function mayBeEmpty(type: string | undefined, attributeName: string | undefined): boolean {
  return (
    type === undefined ||
    !type.startsWith('AWS::') ||
    type === 'AWS::CloudFormation::CustomResource' ||
    // The outputs of a nested stack, be it one of SAM's applications or of Service Catalog's products.
    attributeName === undefined ||
    attributeName.startsWith('Outputs.')
  );
}

function parameter(name: string, path: Path, scope: Scope): Value {
  const { parameters } = scope.template;
  const declaration = parameters[name];
  const isList = isListType(declaration);
  const unknown = (reason: string, set = false, hangsOn?: string): Value => {
    const found = new Unknown(`the parameter ${name}, which ${reason}`, path, set, hangsOn);
    return isList ? unknownList(found.withSet(false)) : found;
  };
  if (isSsmValue(declaration)) return unknown('CloudFormation reads from SSM at deployment', true);
  const macro = transformsIn(parameters).macro ?? (isRawMap(declaration) && transformsIn(declaration).macro);
  const given = givenValue(name, scope, !macro);
  if (given instanceof AmbiguousScalar) return isList ? [given] : given;
  if (given !== undefined) return isList ? list(given, path, scope) : given;
  const bound = scope.scenario.values.get(name);
  if (bound !== undefined) return bound;
  if (macro) return unknown(`${macro} may still declare in another way`, false, name);
  const allowed = allowedValues(declaration);
  scope.budget.spend((allowed?.length ?? 0) / 16, path);
  const chosen = allowed && scope.scenario.oneOf(name, labelOf(name), allowed);
  if (chosen !== undefined) return chosen;
  const set = cannotBeEmpty(declaration) || scope.scenario.isExcluded(name, '');
  return unknown('has no known value yet', set, name);
}

/** A list given as text; an empty text is a list of one empty item, of which `Fn::Select` takes the first. */
function list(given: string, path: Path, scope: Scope): string[] {
  scope.budget.spend(given.length / 8, path);
  return given.split(',').map((item) => item.trim());
}

/** The value from outside; a default only where the view lets it count as one. */
function givenValue(name: string, scope: Scope, declared: boolean): string | AmbiguousScalar | undefined {
  const { values, useDefaults } = scope.context.parameters;
  if (Object.hasOwn(values, name)) return values[name];
  const fallback = memberOf(scope.template.parameters[name], 'Default');
  if (!useDefaults || !declared || fallback === undefined || fallback === null || isRawMap(fallback))
    return undefined;
  const texts = Array.isArray(fallback) ? fallback.map(scalarText) : [scalarText(fallback)];
  const [only] = texts;
  if (texts.length > 1 && texts.some((text) => text instanceof AmbiguousScalar)) return undefined;
  scope.defaults.add(name);
  return only instanceof AmbiguousScalar ? only : texts.join(',');
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
