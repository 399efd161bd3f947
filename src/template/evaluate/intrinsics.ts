/** CloudFormation's functions, one entry each. What is not in the table is unknown, by its name. */

import { AmbiguousScalar } from '../ambiguous.js';
import { memberOf } from '../raw.js';
import { readTransforms, yetToRun } from '../transforms.js';
import { isMap, NoValue, type Path, Rest, Unknown, unknownList, type Value } from '../value.js';
import { condition, conditionName, conditionNamed, nameOf } from './conditions.js';
import { evaluate, type Members } from './expression.js';
import { findInMap } from './mappings.js';
import { attribute, reference } from './references.js';
import { contains, eachMemberEquals, eachMemberIn } from './rule-functions.js';
import type { Scope } from './scope.js';
import { substitute } from './sub.js';
import { concat, isBlank, malformed, textOf } from './text.js';

type Intrinsic = (argument: unknown, path: Path, scope: Scope, wanted: Members) => Value;

type Name =
  | 'Ref'
  | `Fn::${'If' | 'Sub' | 'Join' | 'Split' | 'Select' | 'FindInMap' | 'GetAtt' | 'ImportValue' | 'Base64' | 'Cidr'}`
  | `Fn::${'GetAZs' | 'Length' | 'ToJsonString' | 'Transform' | 'Equals' | 'And' | 'Or' | 'Not'}`
  | `Fn::${'Contains' | 'EachMemberEquals' | 'EachMemberIn' | 'RefAll'}`;

const logical: (name: string) => Intrinsic = (name) => (argument, path, scope) =>
  Array.isArray(argument) ? condition({ [name]: argument }, path.slice(0, -1), scope) : malformed(name, path);

const intrinsics = {
  Ref: (argument, path, scope) => {
    const name = nameOf(evaluate(argument, path, scope));
    return typeof name === 'string' ? reference(name, path, scope) : malformed('Ref', path);
  },

  'Fn::GetAtt': (argument, path, scope) => {
    const [rawResource, rawName] = Array.isArray(argument) ? argument : [argument];
    const target = nameOf(evaluate(rawResource, path, scope));
    if (typeof target !== 'string') return malformed('Fn::GetAtt', path);
    if (Array.isArray(argument)) {
      const name = nameOf(evaluate(rawName, [...path, 1], scope));
      return attribute(target, typeof name === 'string' ? name : undefined, path, scope);
    }
    const [resource = '', ...name] = target.split('.');
    return attribute(resource, name.join('.'), path, scope);
  },

  'Fn::If': (argument, path, scope, wanted) => {
    if (!Array.isArray(argument) || argument.length !== 3) return malformed('Fn::If', path);
    const chosen = conditionNamed(conditionName(argument[0], [...path, 0], scope), scope) ? 1 : 2;
    return evaluate(argument[chosen], [...path, chosen], scope, wanted);
  },

  'Fn::Sub': substitute,
  'Fn::FindInMap': findInMap,

  'Fn::Join': (argument, path, scope) => {
    const [rawDelimiter, rawList] = Array.isArray(argument) ? argument : [];
    const delimiter = textOf(evaluate(rawDelimiter, [...path, 0], scope), path);
    const list = evaluate(rawList, [...path, 1], scope);
    if (list instanceof Unknown) return list.withSet(false);
    if (delimiter === undefined || !Array.isArray(list)) return malformed('Fn::Join', path);
    if (typeof delimiter === 'string') return concat(list, delimiter, path, scope.budget, list[Rest]);
    const joined = concat(list, '', path, scope.budget, list[Rest]);
    return delimiter.withSet(joined instanceof Unknown ? joined.set : !isBlank(String(joined)));
  },

  'Fn::Split': (argument, path, scope) => {
    const [rawDelimiter, source] = Array.isArray(argument) ? argument : [];
    const delimiter = textOf(evaluate(rawDelimiter, [...path, 0], scope), path);
    const text = textOf(evaluate(source, [...path, 1], scope), path);
    if (delimiter === undefined || text === undefined) return malformed('Fn::Split', path);
    // Of what is cut out of a text any part may be empty.
    if (text instanceof Unknown) return unknownList(text.withSet(false));
    if (delimiter instanceof Unknown) return unknownList(delimiter.withSet(false));
    scope.budget.spend(text.length / 8, path);
    return text.split(delimiter);
  },

  'Fn::Select': (argument, path, scope) => {
    const [position, list] = Array.isArray(argument) ? argument : [];
    const index = textOf(evaluate(position, [...path, 0], scope), path);
    const items = evaluate(list, [...path, 1], scope);
    if (index instanceof Unknown) return index.withSet(false);
    if (items instanceof Unknown) return items.withSet(false);
    if (!Array.isArray(items) || index === undefined) return malformed('Fn::Select', path);
    const item = /^[0-9]+$/.test(index) ? items.filter((each) => each !== NoValue)[Number(index)] : undefined;
    return (
      item ??
      items[Rest] ??
      new Unknown('Fn::Select, which asks for an item that its list does not have', path)
    );
  },

  'Fn::ImportValue': (_argument, path) =>
    new Unknown('an export of another stack, which is not known before the deployment', path),

  'Fn::Base64': (argument, path, scope) => {
    const text = textOf(evaluate(argument, path, scope), path);
    if (text === undefined) return malformed('Fn::Base64', path);
    if (text instanceof Unknown) return text;
    scope.budget.text(2 * text.length, path);
    return Buffer.from(text).toString('base64');
  },

  // Address blocks and zones have names: no item of these lists is empty.
  'Fn::Cidr': (_argument, path) =>
    unknownList(new Unknown('Fn::Cidr, which CloudFormation works out at deployment', path, true)),
  'Fn::GetAZs': (_argument, path) =>
    unknownList(new Unknown('Fn::GetAZs, which CloudFormation looks up at deployment', path, true)),

  'Fn::Length': (argument, path, scope) => {
    const list = evaluate(argument, path, scope);
    if (list instanceof Unknown) return list.withSet(true);
    if (!Array.isArray(list)) return malformed('Fn::Length', path);
    if (list[Rest]) return list[Rest].withSet(true);
    return list.filter((item) => item !== NoValue).length;
  },

  'Fn::ToJsonString': (argument, path, scope) => {
    const value = evaluate(argument, path, scope);
    const unknown = firstUnknown(value, path);
    if (unknown) return unknown.withSet(true);
    const text = JSON.stringify(written(value));
    // Quotes inside quotes double their escapes at every level.
    scope.budget.text(text.length, path);
    return text;
  },

  'Fn::Transform': (argument, path) => {
    const { macro, include = 'Fn::Transform' } = readTransforms(argument);
    return yetToRun(macro ?? include, path);
  },

  'Fn::Equals': logical('Fn::Equals'),
  'Fn::And': logical('Fn::And'),
  'Fn::Or': logical('Fn::Or'),
  'Fn::Not': logical('Fn::Not'),

  // Of the Rules section alone, as are Fn::ValueOf and Fn::ValueOfAll, whose answers only the account has.
  'Fn::Contains': (argument, path, scope) => contains(...operands(argument, path, scope)),
  'Fn::EachMemberEquals': (argument, path, scope) => eachMemberEquals(...operands(argument, path, scope)),
  'Fn::EachMemberIn': (argument, path, scope) => eachMemberIn(...operands(argument, path, scope)),
  'Fn::RefAll': (argument, path, scope) =>
    Object.keys(scope.template.parameters)
      .filter((name) => memberOf(scope.template.parameters[name], 'Type') === argument)
      .flatMap((name) => reference(name, path, scope)),
} as const satisfies Record<Name, Intrinsic>;

function operands(argument: unknown, path: Path, scope: Scope): readonly [Value, Value] {
  const [left, right] = Array.isArray(argument) ? argument : [];
  return [evaluate(left, [...path, 0], scope), evaluate(right, [...path, 1], scope)];
}

/** A function by its name in a template; one that is not known makes what it stands for unknown. */
export function intrinsicNamed(name: string): Intrinsic {
  if (Object.hasOwn(intrinsics, name)) return intrinsics[name as Name];
  return (_argument, path) => new Unknown(`the function ${name}, which is not known here`, path);
}

function firstUnknown(value: Value, path: Path): Unknown | undefined {
  if (value instanceof AmbiguousScalar) return new Unknown(value.reason, path, true);
  if (value instanceof Unknown) return value;
  if (!Array.isArray(value) && !isMap(value)) return undefined;
  if (value[Rest]) return value[Rest];
  for (const item of Object.values<Value>(value)) {
    const unknown = firstUnknown(item, path);
    if (unknown) return unknown;
  }
  return undefined;
}

/** The value without what `AWS::NoValue` takes away. */
function written(value: Value): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== NoValue).map(written);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== NoValue)
      .map(([key, item]) => [key, written(item)]),
  );
}
