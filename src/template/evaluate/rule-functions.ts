/**
 * The functions of a template's Rules section: values in, true or false out. They compare texts with their case.
 * Source: "Rule functions" in the CloudFormation Template Reference.
 */

import { memberOf } from '../raw-value.js';
import { Rest, Unknown, type Value } from '../value.js';
import { operands, type StrictFunction } from './functions.js';
import { textOf } from './join-text.js';
import { reference } from './references.js';
import type { Scope } from './scope.js';

type RuleName = `Fn::${'Contains' | 'EachMemberEquals' | 'EachMemberIn'}`;

/** `Fn::ValueOf` and `Fn::ValueOfAll` are missing, since only the account knows their values. */
export const ruleFunctions = {
  'Fn::Contains': (argument) => {
    const [list, text] = operands(argument);
    return eachMemberIn([text], list);
  },
  'Fn::EachMemberEquals': (argument) => {
    const [list, text] = operands(argument);
    return eachMemberIn(list, [text]);
  },
  'Fn::EachMemberIn': (argument) => eachMemberIn(...operands(argument)),
} satisfies Record<RuleName, StrictFunction>;

/** `Fn::RefAll`: the values of every parameter of a type. @param scope of the rule */
export function refAll(scope: Scope): StrictFunction {
  const { parameters } = scope.template;
  return (type, { path }) =>
    Object.keys(parameters)
      .filter((name) => memberOf(parameters[name], 'Type') === type)
      .flatMap((name) => reference(name, path, scope));
}

/** Whether every item of the list is in the other list. */
function eachMemberIn(list: Value, other: Value): Value {
  const [members, others] = [textsOf(list), textsOf(other)];
  if (members instanceof Unknown) return members;
  if (others instanceof Unknown) return others;
  const known = new Set(others);
  return members.every((member) => known.has(member));
}

function textsOf(list: Value): readonly string[] | Unknown {
  if (Array.isArray(list) && list[Rest]) return list[Rest];
  const items: readonly Value[] = Array.isArray(list) ? list : [list];
  const texts: string[] = [];
  for (const item of items) {
    const text = textOf(item, []);
    if (text === undefined) return new Unknown('a rule, which compares a value that is not a text', []);
    if (text instanceof Unknown) return text;
    texts.push(text);
  }
  return texts;
}
