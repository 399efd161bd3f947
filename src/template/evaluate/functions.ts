/** Functions that need only the values of their arguments: values in, value out. */

import { AmbiguousScalar } from '../ambiguous-scalar.js';
import { type Path, showPath } from '../path.js';
import { isMap, NoValue, Rest, Unknown, unknownList, type Value, type ValueList } from '../value.js';
import type { Budget } from './budget.js';
import { isBlank, joinText, textOf } from './join-text.js';

/** Where a function is called, and the budget that pays for its work. */
export interface Call {
  readonly path: Path;
  readonly budget: Budget;
}

export type StrictFunction = (argument: Value, call: Call) => Value;

type StrictName = `Fn::${'Base64' | 'Join' | 'Length' | 'Select' | 'Split' | 'ToJsonString'}`;

export const strictFunctions = {
  'Fn::Base64': (argument, { path, budget }) => {
    const text = textOf(argument, path);
    if (text === undefined) return malformed('Fn::Base64', path);
    if (text instanceof Unknown) return text;
    budget.text(2 * text.length, path);
    return Buffer.from(text).toString('base64');
  },

  'Fn::Join': (argument, { path, budget }) => {
    const [delimiter, list] = operands(argument);
    const between = textOf(delimiter, path);
    if (list instanceof Unknown) return list.withSet(false);
    if (between === undefined || !Array.isArray(list)) return malformed('Fn::Join', path);
    const joined = joinText(list, between instanceof Unknown ? '' : between, path, budget, list[Rest]);
    if (!(between instanceof Unknown)) return joined;
    return between.withSet(joined instanceof Unknown ? joined.set : !isBlank(joined));
  },

  'Fn::Length': (argument, { path }) => {
    if (argument instanceof Unknown) return argument.withSet(true);
    if (!Array.isArray(argument)) return malformed('Fn::Length', path);
    return argument[Rest]?.withSet(true) ?? withoutNoValue(argument).length;
  },

  'Fn::Select': (argument, { path }) => {
    const [position, list] = operands(argument);
    const index = textOf(position, path);
    if (index instanceof Unknown) return index.withSet(false);
    if (list instanceof Unknown) return list.withSet(false);
    if (!Array.isArray(list) || index === undefined) return malformed('Fn::Select', path);
    const item = /^[0-9]+$/.test(index) ? withoutNoValue(list)[Number(index)] : undefined;
    const none = 'Fn::Select, which asks for an item that its list does not have';
    return item ?? list[Rest] ?? new Unknown(none, path);
  },

  'Fn::Split': (argument, { path, budget }) => {
    const [delimiter, source] = operands(argument);
    const between = textOf(delimiter, path);
    const text = textOf(source, path);
    if (between === undefined || text === undefined) return malformed('Fn::Split', path);
    // Any part may be empty.
    if (text instanceof Unknown) return unknownList(text.withSet(false));
    if (between instanceof Unknown) return unknownList(between.withSet(false));
    budget.spend(text.length / 8, path);
    return text.split(between);
  },

  'Fn::ToJsonString': (argument, { path, budget }) => {
    const unknown = firstUnknown(argument, path);
    if (unknown) return unknown.withSet(true);
    const text = JSON.stringify(plain(argument));
    // Each level of nested quotes doubles the backslashes.
    budget.text(text.length, path);
    return text;
  },
} satisfies Record<StrictName, StrictFunction>;

type DeploymentName = `Fn::${'Cidr' | 'GetAZs' | 'GetStackOutput' | 'ImportValue'}`;

/** Functions whose value only the deployment knows, even where all arguments are known. */
export const deploymentFunctions = {
  // An address block or a zone is never empty.
  'Fn::Cidr': (path) =>
    unknownList(new Unknown('Fn::Cidr, which CloudFormation works out at deployment', path, true)),
  'Fn::GetAZs': (path) =>
    unknownList(new Unknown('Fn::GetAZs, which CloudFormation looks up at deployment', path, true)),
  'Fn::GetStackOutput': (path) =>
    new Unknown('an output of another stack, which is not known before the deployment', path),
  'Fn::ImportValue': (path) =>
    new Unknown('an export of another stack, which is not known before the deployment', path),
} satisfies Record<DeploymentName, (path: Path) => Value>;

/** The value of a call that CloudFormation would refuse. */
export function malformed(name: string, path: Path): Unknown {
  return new Unknown(`${name} at ${showPath(path)}, which CloudFormation refuses in this form`, path);
}

export function operands(argument: Value): readonly [Value, Value] {
  const [first = null, second = null] = Array.isArray(argument) ? argument : [];
  return [first, second];
}

function withoutNoValue(list: ValueList): readonly Value[] {
  return list.filter((item) => item !== NoValue);
}

function firstUnknown(value: Value, path: Path): Unknown | undefined {
  if (value instanceof AmbiguousScalar) return new Unknown(value.reason, path);
  if (value instanceof Unknown) return value;
  if (!Array.isArray(value) && !isMap(value)) return undefined;
  if (value[Rest]) return value[Rest];
  for (const item of Object.values<Value>(value)) {
    const unknown = firstUnknown(item, path);
    if (unknown) return unknown;
  }
  return undefined;
}

/** The value as JSON, without the items that `AWS::NoValue` removes; of a map, JSON itself leaves such members out. */
function plain(value: Value): unknown {
  if (Array.isArray(value)) return withoutNoValue(value).map(plain);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
