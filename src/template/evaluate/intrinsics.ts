/** CloudFormation's functions, one entry each. What is not in the table is unknown, by its name. */

import { showPath } from '../raw.js';
import { isMap, NoValue, type Path, Rest, Unknown, type Value } from '../value.js';
import { condition, conditionNamed, nameOf } from './conditions.js';
import { evaluate, type Members } from './expression.js';
import { findInMap } from './mappings.js';
import { attribute, reference } from './references.js';
import type { Scope } from './scope.js';
import { substitute } from './sub.js';
import { asText, concat } from './text.js';

type Intrinsic = (argument: unknown, path: Path, scope: Scope, wanted: Members) => Value;

type Name =
  | 'Ref'
  | `Fn::${'If' | 'Sub' | 'Join' | 'Split' | 'Select' | 'FindInMap' | 'GetAtt' | 'ImportValue' | 'Base64' | 'Cidr'}`
  | `Fn::${'GetAZs' | 'Length' | 'ToJsonString' | 'Transform' | 'Equals' | 'And' | 'Or' | 'Not'}`;

const logical: (name: string) => Intrinsic = (name) => (argument, path, scope) =>
  Array.isArray(argument) ? condition({ [name]: argument }, path.slice(0, -1), scope) : malformed(name, path);

const intrinsics = {
  Ref: (argument, path, scope) => {
    const name = evaluate(argument, path, scope);
    return typeof name === 'string' ? reference(name, path, scope) : malformed('Ref', path);
  },

  'Fn::GetAtt': (argument, path, scope) => {
    const target = evaluate(Array.isArray(argument) ? argument[0] : argument, path, scope);
    if (typeof target !== 'string') return malformed('Fn::GetAtt', path);
    return attribute(Array.isArray(argument) ? target : (target.split('.')[0] ?? target), path, scope);
  },

  'Fn::If': (argument, path, scope, wanted) => {
    if (!Array.isArray(argument) || argument.length !== 3) return malformed('Fn::If', path);
    const chosen = conditionNamed(nameOf(argument[0], [...path, 0], scope), scope) ? 1 : 2;
    return evaluate(argument[chosen], [...path, chosen], scope, wanted);
  },

  'Fn::Sub': substitute,
  'Fn::FindInMap': findInMap,

  'Fn::Join': (argument, path, scope) => {
    const [delimiter, list] = Array.isArray(argument) ? argument : [];
    const parts = evaluate(list, [...path, 1], scope);
    if (parts instanceof Unknown) return new Unknown(parts.reason, parts.path);
    if (typeof delimiter !== 'string' || !Array.isArray(parts)) return malformed('Fn::Join', path);
    return concat(parts, delimiter, path, scope.budget);
  },

  'Fn::Split': (argument, path, scope) => {
    const [delimiter, source] = Array.isArray(argument) ? argument : [];
    const value = evaluate(source, [...path, 1], scope);
    if (value instanceof Unknown) return new Unknown(value.reason, value.path);
    const text = asText(value);
    if (typeof delimiter !== 'string' || text === undefined) return malformed('Fn::Split', path);
    scope.budget.spend(text.length / 8, path);
    return text.split(delimiter);
  },

  'Fn::Select': (argument, path, scope) => {
    const [position, list] = Array.isArray(argument) ? argument : [];
    const index = evaluate(position, [...path, 0], scope);
    const items = evaluate(list, [...path, 1], scope);
    if (index instanceof Unknown) return new Unknown(index.reason, index.path);
    // Lists that AWS makes (zones, address blocks) have no empty items.
    if (items instanceof Unknown) return items;
    if (!Array.isArray(items)) return malformed('Fn::Select', path);
    const item = items.filter((each) => each !== NoValue)[Number(asText(index))];
    return item ?? new Unknown(`Fn::Select asks for an item that its list does not have`, path);
  },

  'Fn::ImportValue': (_argument, path) => new Unknown('it is an export of another stack', path),

  'Fn::Base64': (argument, path, scope) => {
    const value = evaluate(argument, path, scope);
    if (value instanceof Unknown) return value;
    const text = asText(value);
    if (text === undefined) return malformed('Fn::Base64', path);
    scope.budget.text(2 * text.length, path);
    return Buffer.from(text).toString('base64');
  },

  'Fn::Cidr': (_argument, path) => new Unknown('address blocks are worked out at deployment', path, true),
  'Fn::GetAZs': (_argument, path) =>
    new Unknown('availability zones are looked up at deployment', path, true),

  'Fn::Length': (argument, path, scope) => {
    const list = evaluate(argument, path, scope);
    if (list instanceof Unknown) return new Unknown(list.reason, list.path, true);
    if (!Array.isArray(list)) return malformed('Fn::Length', path);
    if (list[Rest]) return new Unknown(list[Rest].reason, list[Rest].path, true);
    return list.filter((item) => item !== NoValue).length;
  },

  'Fn::ToJsonString': (argument, path, scope) => {
    const value = evaluate(argument, path, scope);
    const unknown = firstUnknown(value);
    if (unknown) return new Unknown(unknown.reason, unknown.path, true);
    const text = JSON.stringify(written(value));
    // Quotes inside quotes double their escapes at every level.
    scope.budget.text(text.length, path);
    return text;
  },

  'Fn::Transform': (_argument, path) => new Unknown('Fn::Transform has still to write it', path),

  'Fn::Equals': logical('Fn::Equals'),
  'Fn::And': logical('Fn::And'),
  'Fn::Or': logical('Fn::Or'),
  'Fn::Not': logical('Fn::Not'),
} as const satisfies Record<Name, Intrinsic>;

/** A function by its name in a template; one that is not known makes what it stands for unknown. */
export function intrinsicNamed(name: string): Intrinsic {
  if (Object.hasOwn(intrinsics, name)) return intrinsics[name as Name];
  return (_argument, path) => new Unknown(`${name} is not evaluated in this view`, path);
}

/** CloudFormation refuses such a template later on; until then nothing is concluded from it. */
function malformed(name: string, path: Path): Unknown {
  return new Unknown(`${name} at ${showPath(path)} is not of the form that CloudFormation takes`, path);
}

function firstUnknown(value: Value): Unknown | undefined {
  if (value instanceof Unknown) return value;
  if (Array.isArray(value)) return value[Rest] ?? value.map(firstUnknown).find((found) => found);
  if (isMap(value))
    return (
      value[Rest] ??
      Object.values(value)
        .map(firstUnknown)
        .find((found) => found)
    );
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
