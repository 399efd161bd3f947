/** Conditions: true or false in each scenario, never in between. */

import { AmbiguousScalar } from '../ambiguous.js';
import { isRawMap, memberOf, showPath, TemplateError } from '../raw.js';
import { transformsIn } from '../transforms.js';
import { NoValue, type Path, Rest, Unknown, type Value } from '../value.js';
import { canonicalText } from './canonical.js';
import { evaluate } from './expression.js';
import { labelOf, openParameter } from './references.js';
import type { Scope } from './scope.js';
import { asText } from './text.js';

/**
 * Conditions that are worked out inside one another; a chain may be longer than the engine's stack. Beyond this
 * the innermost is worked out first, on its own, and what asked for it is asked once more.
 */
const MAX_UNDERWAY = 8;

/** Ends the working out of a condition until the last of the names is known. */
class Postponed {
  constructor(readonly names: readonly string[]) {}
}

/** @throws TemplateError where conditions refer to one another in a circle */
export function conditionNamed(name: string, scope: Scope): boolean {
  const known = scope.scenario.conditions.get(name);
  if (known !== undefined) return known;
  const names = [...scope.underway, name];
  if (scope.underway.includes(name)) throw circle(names, name);
  if (scope.underway.length >= MAX_UNDERWAY) throw new Postponed(names);
  return scope.underway.length > 0 ? workOut(name, scope) : workOutChain(name, scope);
}

function workOutChain(first: string, scope: Scope): boolean {
  // What waits for one another, each with the names that led there from the one before.
  const waiting: (readonly string[])[] = [[first]];
  const underway = new Set([first]);
  for (let name: string | undefined = first; name !== undefined; name = waiting.at(-1)?.at(-1)) {
    try {
      workOut(name, scope);
      for (const done of waiting.pop() ?? []) underway.delete(done);
    } catch (error) {
      if (!(error instanceof Postponed)) throw error;
      const further = error.names.slice(1);
      for (const each of further) {
        if (underway.has(each)) throw circle([...waiting.flat(), ...further], each);
      }
      waiting.push(further);
      for (const each of further) underway.add(each);
    }
  }
  return conditionNamed(first, scope);
}

function workOut(name: string, scope: Scope): boolean {
  const definition = scope.conditionsMacro === undefined ? scope.conditions.get(name) : undefined;
  // A condition that is not written here comes from a macro or an include, or CloudFormation refuses the template.
  const holds = definition
    ? scope.budget.fromTheTop(() =>
        condition(definition.raw, definition.path, {
          ...scope,
          bindings: definition.bindings,
          underway: [...scope.underway, name],
        }),
      )
    : scope.scenario.decide(`condition ${name}`, `condition ${name}`);
  scope.scenario.conditions.set(name, holds);
  return holds;
}

/** @param again the name at which the circle closes */
function circle(names: readonly string[], again: string): TemplateError {
  const start = names.indexOf(again);
  const round = names.slice(start, names.indexOf(again, start + 1) + 1);
  const shown = round.length > 20 ? [...round.slice(0, 10), '...', ...round.slice(-9)] : round;
  return new TemplateError(`Conditions refer to one another in a circle: ${shown.join(' -> ')}`);
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
  if (isRawMap(raw) && transformsIn(raw).include === undefined) {
    const name = memberOf(raw, 'Condition');
    if (name !== undefined) return conditionNamed(conditionName(name, path, scope), scope);
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
export function conditionName(raw: unknown, path: Path, scope: Scope): string {
  const name = nameOf(evaluate(raw, path, scope));
  return typeof name === 'string' ? name : showPath(path);
}

/** A name is meant where it is written as the thing is named, however readers of YAML take it. */
export function nameOf(value: unknown): string | Unknown | undefined {
  if (value instanceof AmbiguousScalar) return value.written;
  return typeof value === 'string' || value instanceof Unknown ? value : undefined;
}

/** Compares as CloudFormation does: as strings, case and all. */
function equals(operands: readonly unknown[], path: Path, scope: Scope): boolean {
  const [rawLeft, rawRight] = operands;
  const left = evaluate(rawLeft, [...path, 0], scope);
  const right = evaluate(rawRight, [...path, 1], scope);
  const same = isSame(left, right);
  if (same !== undefined) return same;
  const [unknown, rawUnknown, text] =
    left instanceof Unknown ? [left, rawLeft, asText(right)] : [right, rawRight, asText(left)];
  if (unknown instanceof Unknown && text !== undefined) {
    if (text === '' && unknown.set) return false;
    const open = openParameter(rawUnknown, scope);
    if (open !== undefined) return scope.scenario.equals(open, labelOf(open), text);
  }
  return scope.scenario.decide(question(scope, operands), `the condition at ${showPath(path)}`);
}

/** Lists are compared by their content; undefined where it cannot be told. */
function isSame(left: Value, right: Value): boolean | undefined {
  let ambiguous = false;
  const comparable = (value: Value): string | undefined => {
    if (value instanceof AmbiguousScalar) {
      ambiguous = true;
      return `#${value}`;
    }
    if (Array.isArray(value)) {
      const items = value.filter((item) => item !== NoValue).map(comparable);
      return value[Rest] || items.includes(undefined) ? undefined : `[${items}]`;
    }
    const text = asText(value);
    return text === undefined ? undefined : JSON.stringify(text);
  };
  const texts = [comparable(left), comparable(right)];
  if (texts.includes(undefined)) return undefined;
  if (texts[0] === texts[1]) return true;
  // Two numbers that are written in two ways may be the same; an empty text is no number.
  return ambiguous && !texts.includes('""') ? undefined : false;
}

/** The same question in the same loop's turn has the same answer. */
function question(scope: Scope, raw: unknown): string {
  return canonicalText([raw, [...scope.bindings]], scope.budget);
}
