/**
 * What cannot be told is tried out: wherever an evaluation meets an unknown condition or parameter it
 * asks its scenario, and the same evaluation is run again for every other answer. Each scenario is consistent
 * (a parameter has one value in it), so conditions that exclude one another never meet.
 */

import { AmbiguousScalar } from '../ambiguous.js';

/** What a parameter may be found to be. */
export type Choice = string | AmbiguousScalar;

/** One consistent set of answers. */
export class Scenario {
  /** Values that a parameter or pseudo parameter was given here. */
  readonly values = new Map<string, Choice>();
  /** Values that it is known not to have here. */
  private readonly excluded = new Map<string, Set<string>>();
  private readonly decided = new Map<string, boolean>();
  /** Named conditions that are settled here. */
  readonly conditions = new Map<string, boolean>();
  /** The answers in words, in the order in which they were given. */
  readonly assuming: string[] = [];
  readonly trail: { readonly options: number; chosen: number }[] = [];

  constructor(private readonly prefix: readonly number[]) {}

  /** One of the values, each in a scenario of its own. The list must be the same whenever it is asked for. */
  oneOf(name: string, label: string, candidates: readonly Choice[]): Choice | undefined {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    const excluded = this.excluded.get(name);
    const open = excluded
      ? candidates.filter((value) => value instanceof AmbiguousScalar || !excluded.has(value))
      : candidates;
    if (open.length === 0) return undefined;
    const value = open[this.choose(open.length)] ?? open[0];
    if (value === undefined) return undefined;
    this.values.set(name, value);
    if (open.length > 1) this.assuming.push(`${label} is ${JSON.stringify(value)}`);
    return value;
  }

  /** Whether a parameter has the value; both answers bind it. */
  equals(name: string, label: string, value: string): boolean {
    const known = this.values.get(name);
    if (known !== undefined) return known === value;
    if (this.isExcluded(name, value)) return false;
    const yes = this.choose(2) === 0;
    if (yes) this.values.set(name, value);
    else this.excluded.set(name, (this.excluded.get(name) ?? new Set()).add(value));
    this.assuming.push(`${label} is ${yes ? '' : 'not '}${JSON.stringify(value)}`);
    return yes;
  }

  /**
   * A question with no more to it than yes or no; the same question has the same answer.
   *
   * @param label what is true or false, or the two answers in words
   */
  decide(question: string, label: string | readonly [yes: string, no: string]): boolean {
    const known = this.decided.get(question);
    if (known !== undefined) return known;
    const yes = this.choose(2) === 0;
    this.decided.set(question, yes);
    this.assuming.push(typeof label === 'string' ? `${label} is ${yes}` : label[yes ? 0 : 1]);
    return yes;
  }

  isExcluded(name: string, value: string): boolean {
    return this.excluded.get(name)?.has(value) ?? false;
  }

  private choose(options: number): number {
    if (options === 1) return 0;
    const chosen = this.prefix[this.trail.length] ?? 0;
    this.trail.push({ options, chosen });
    return chosen;
  }

  /** The prefix of the next scenario, depth first; undefined after the last one. */
  next(): readonly number[] | undefined {
    const prefix = this.trail.map(({ chosen }) => chosen);
    for (let last = this.trail.length - 1; last >= 0; last--) {
      const { options, chosen } = this.trail[last] ?? { options: 0, chosen: 0 };
      if (chosen + 1 < options) return [...prefix.slice(0, last), chosen + 1];
    }
    return undefined;
  }
}

/** Runs once in each scenario, lazily. */
export function* explore<T>(run: (scenario: Scenario) => T): Generator<T> {
  for (let prefix: readonly number[] | undefined = []; prefix !== undefined; ) {
    const scenario = new Scenario(prefix);
    yield run(scenario);
    prefix = scenario.next();
  }
}
