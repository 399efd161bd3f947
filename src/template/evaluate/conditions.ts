/** Conditions: every condition is either true or false in each scenario. */

import { type Path, showPath } from '../path.js';
import { isRawMap, memberOf } from '../raw-value.js';
import { transformsIn } from '../transforms.js';
import { Unknown } from '../value.js';
import { canonicalText } from './canonical-text.js';
import { isSame } from './comparison.js';
import { conditionNamed } from './condition-chain.js';
import { asText, nameOf } from './join-text.js';
import { labelOf } from './parameter-value.js';
import { parameterReferredTo } from './references.js';
import type { Scope } from './scope.js';

type Operator = (operands: readonly unknown[], path: Path, scope: Scope) => boolean;

/** Functions that return true or false. */
export type OperatorName = `Fn::${'And' | 'Equals' | 'Not' | 'Or'}`;

const operators = {
  'Fn::And': (operands, path, scope) =>
    operands.every((operand, index) => condition(operand, [...path, index], scope)),
  'Fn::Or': (operands, path, scope) =>
    operands.some((operand, index) => condition(operand, [...path, index], scope)),
  'Fn::Not': (operands, path, scope) => !condition(operands[0], [...path, 0], scope),
  'Fn::Equals': equals,
} satisfies Record<OperatorName, Operator>;
const operatorNames = Object.keys(operators) as OperatorName[];

/** @param rawName X in `Condition: X` or `Fn::If: [X, …]`; it may contain a loop's item */
export function isTrue(rawName: unknown, path: Path, scope: Scope): boolean {
  const name = nameOf(scope.evaluate(rawName, path, scope));
  return conditionNamed(typeof name === 'string' ? name : showPath(path), scope, condition);
}

/** Evaluates a condition's expression. Where it is neither true nor false, one scenario takes each answer. */
export function condition(raw: unknown, path: Path, scope: Scope): boolean {
  scope.budget.enter(path, 0);
  const holds = decide(raw, path, scope);
  scope.budget.leave();
  return holds;
}

function decide(raw: unknown, path: Path, scope: Scope): boolean {
  if (isRawMap(raw) && transformsIn(raw).include === undefined) {
    const name = memberOf(raw, 'Condition');
    if (name !== undefined) return isTrue(name, path, scope);
    for (const operator of operatorNames) {
      const operands = memberOf(raw, operator);
      if (Array.isArray(operands)) return operators[operator](operands, [...path, operator], scope);
    }
  }
  const value = scope.evaluate(raw, path, scope);
  const text = value instanceof Unknown ? undefined : asText(value);
  if (text === 'true' || text === 'false') return text === 'true';
  return ask(raw, path, scope);
}

function equals(operands: readonly unknown[], path: Path, scope: Scope): boolean {
  const [rawLeft, rawRight] = operands;
  const left = scope.evaluate(rawLeft, [...path, 0], scope);
  const right = scope.evaluate(rawRight, [...path, 1], scope);
  const same = isSame(left, right);
  if (same !== undefined) return same;
  const [unknown, rawUnknown, text] =
    left instanceof Unknown ? [left, rawLeft, asText(right)] : [right, rawRight, asText(left)];
  if (unknown instanceof Unknown && text !== undefined) {
    if (text === '' && unknown.set) return false;
    const parameter = parameterReferredTo(rawUnknown, scope);
    if (parameter !== undefined) return scope.scenario.equals(parameter, labelOf(parameter), text);
  }
  return ask(operands, path, scope);
}

/** The same expression, in the same iteration of a loop, gets the same answer. */
function ask(raw: unknown, path: Path, scope: Scope): boolean {
  const question = canonicalText([raw, [...scope.items]], scope.budget);
  return scope.scenario.decide(question, `the condition at ${showPath(path)}`);
}
