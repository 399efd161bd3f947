/** Conditions: true or false in each scenario, never in between. */

import { isRawMap, memberOf, showPath, TemplateError } from '../raw.js';
import { NoValue, type Path, Rest, Unknown, type Value } from '../value.js';
import { canonicalText } from './canonical.js';
import { evaluate } from './expression.js';
import { labelOf, openParameter } from './references.js';
import type { Scope } from './scope.js';
import { asText } from './text.js';

/** @throws TemplateError where conditions refer to one another in a circle */
export function conditionNamed(name: string, scope: Scope): boolean {
  const known = scope.scenario.conditions.get(name);
  if (known !== undefined) return known;
  if (scope.underway.includes(name)) {
    throw new TemplateError(
      `Conditions refer to one another in a circle: ${[...scope.underway, name].join(' -> ')}`,
    );
  }
  const definition = scope.conditions.get(name);
  // A condition that is not written here comes from a macro or an include, or CloudFormation refuses the template.
  const holds = definition
    ? condition(definition.raw, definition.path, {
        ...scope,
        bindings: definition.bindings,
        underway: [...scope.underway, name],
      })
    : scope.scenario.decide(`condition ${name}`, `condition ${name}`);
  scope.scenario.conditions.set(name, holds);
  return holds;
}

type Operator = (operands: readonly unknown[], path: Path, scope: Scope) => boolean;

const operators = {
  'Fn::And': (operands, path, scope) =>
    operands.every((operand, index) => condition(operand, [...path, index], scope)),
  'Fn::Or': (operands, path, scope) =>
    operands.some((operand, index) => condition(operand, [...path, index], scope)),
  'Fn::Not': (operands, path, scope) => !condition(operands[0], [...path, 0], scope),
  'Fn::Equals': equals,
} as const satisfies Record<string, Operator>;
const operatorNames = Object.keys(operators) as (keyof typeof operators)[];

/** A condition's expression. What is neither true nor false is tried both ways. */
export function condition(raw: unknown, path: Path, scope: Scope): boolean {
  scope.budget.enter(path, 0);
  const holds = decide(raw, path, scope);
  scope.budget.leave();
  return holds;
}

function decide(raw: unknown, path: Path, scope: Scope): boolean {
  if (isRawMap(raw)) {
    const name = memberOf(raw, 'Condition');
    if (name !== undefined) return conditionNamed(nameOf(name, path, scope), scope);
    for (const operator of operatorNames) {
      const operands = memberOf(raw, operator);
      if (Array.isArray(operands)) return operators[operator](operands, [...path, operator], scope);
    }
  }
  const value = evaluate(raw, path, scope);
  const text = value instanceof Unknown ? undefined : asText(value);
  if (text === 'true' || text === 'false') return text === 'true';
  return scope.scenario.decide(question(scope, raw), `the condition at ${showPath(path)}`);
}

/** The name in `Condition: X` or `Fn::If: [X, …]`, in which a loop's item may stand. */
export function nameOf(raw: unknown, path: Path, scope: Scope): string {
  const value = evaluate(raw, path, scope);
  return typeof value === 'string' ? value : showPath(path);
}

/** Compares as CloudFormation does: as strings, case and all. */
function equals(operands: readonly unknown[], path: Path, scope: Scope): boolean {
  const [rawLeft, rawRight] = operands;
  const left = evaluate(rawLeft, [...path, 0], scope);
  const right = evaluate(rawRight, [...path, 1], scope);
  const leftText = comparable(left);
  const rightText = comparable(right);
  if (leftText !== undefined && rightText !== undefined) return leftText === rightText;
  const [unknown, rawUnknown, text] =
    leftText === undefined ? [left, rawLeft, rightText] : [right, rawRight, leftText];
  if (unknown instanceof Unknown && text !== undefined) {
    if (text === '' && unknown.set) return false;
    const open = openParameter(rawUnknown, scope);
    if (open !== undefined) return scope.scenario.equals(open, labelOf(open), text);
  }
  return scope.scenario.decide(question(scope, operands), `the condition at ${showPath(path)}`);
}

/** What two known operands are compared by; lists by their content. */
function comparable(value: Value): string | undefined {
  if (!Array.isArray(value)) return asText(value);
  const items = value.filter((item) => item !== NoValue).map(asText);
  return value[Rest] || items.includes(undefined) ? undefined : JSON.stringify(items);
}

/** The same question in the same loop's turn has the same answer. */
function question(scope: Scope, raw: unknown): string {
  return canonicalText([raw, [...scope.bindings]], scope.budget);
}
