/** Named conditions, which may refer to one another in chains of any length. */

import type { Path } from '../path.js';
import { TemplateError } from '../template-error.js';
import type { Scope } from './scope.js';

/**
 * How many conditions may be evaluated inside one another, so that a long chain does not overflow the call stack.
 * Beyond this the innermost condition is evaluated first, on its own, and then the conditions that need it again.
 */
const MAX_UNDERWAY = 8;

/** Evaluates a condition's expression; see `conditions.ts`. */
type EvaluateCondition = (raw: unknown, path: Path, scope: Scope) => boolean;

/** Thrown to stop the evaluation of a condition until the last of `names` is known. */
class Postponed {
  constructor(readonly names: readonly string[]) {}
}

/** @throws TemplateError where conditions refer to one another in a circle */
export function conditionNamed(name: string, scope: Scope, evaluate: EvaluateCondition): boolean {
  const known = scope.scenario.conditions.get(name);
  if (known !== undefined) return known;
  const names = [...scope.underway, name];
  if (scope.underway.includes(name)) throw circle(names, name);
  if (scope.underway.length >= MAX_UNDERWAY) throw new Postponed(names);
  if (scope.underway.length === 0) evaluateAll(name, scope, evaluate);
  return scope.scenario.conditions.get(name) ?? evaluateOne(name, scope, evaluate);
}

/** Evaluates a condition after the conditions that it refers to. */
function evaluateAll(first: string, scope: Scope, evaluate: EvaluateCondition): void {
  // A stack: each entry waits for the one above it. An entry holds the names that lead from the condition below it
  // to its own condition, which is the last name.
  const waiting: (readonly string[])[] = [[first]];
  const underway = new Set([first]);
  for (let name: string | undefined = first; name !== undefined; name = waiting.at(-1)?.at(-1)) {
    try {
      evaluateOne(name, scope, evaluate);
      for (const done of waiting.pop() ?? []) underway.delete(done);
    } catch (error) {
      if (!(error instanceof Postponed)) throw error;
      const further = error.names.slice(1);
      const again = further.find((each) => underway.has(each));
      if (again !== undefined) throw circle([...waiting.flat(), ...further], again);
      waiting.push(further);
      for (const each of further) underway.add(each);
    }
  }
}

function evaluateOne(name: string, scope: Scope, evaluate: EvaluateCondition): boolean {
  const written = scope.conditionsMacro === undefined ? scope.conditions.get(name) : undefined;
  // A condition that the template does not declare may come from a macro or an include.
  const holds = written
    ? scope.budget.elsewhere(() =>
        evaluate(written.raw, written.path, {
          ...scope,
          items: written.items,
          underway: [...scope.underway, name],
        }),
      )
    : scope.scenario.decide(`condition ${name}`, `condition ${name}`);
  scope.scenario.conditions.set(name, holds);
  return holds;
}

/** @param again the name that appears twice */
function circle(names: readonly string[], again: string): TemplateError {
  const start = names.indexOf(again);
  const round = names.slice(start, names.indexOf(again, start + 1) + 1);
  const shown = round.length > 20 ? [...round.slice(0, 10), '...', ...round.slice(-9)] : round;
  return new TemplateError(`Conditions refer to one another in a circle: ${shown.join(' -> ')}`);
}
