/**
 * An evaluation that needs an unknown condition or parameter asks its scenario for an answer. The evaluation runs
 * again for every other answer. Each scenario is consistent (a parameter has one value in it), so two conditions that
 * exclude each other are never both true.
 */

import { AmbiguousScalar } from '../ambiguous-scalar.js';

/** A value that a parameter may have. */
export type Choice = string | AmbiguousScalar;

/** One consistent set of answers. */
export class Scenario {
  /** Values of parameters and pseudo parameters in this scenario. */
  readonly values = new Map<string, Choice>();
  /** Values that they do not have in this scenario. */
  private readonly excluded = new Map<string, Set<string>>();
  private readonly decided = new Map<string, boolean>();
  /** Named conditions that this scenario has evaluated. */
  readonly conditions = new Map<string, boolean>();
  /** The answers in words, in order. */
  readonly assuming: string[] = [];
  private readonly choices: { readonly options: number; readonly chosen: number }[] = [];

  /** @param prefix the first choices; every later question takes its first option */
  constructor(private readonly prefix: readonly number[] = []) {}

  /** One of the candidates, each in a scenario of its own. The list must be the same in every call with this name. */
  oneOf(name: string, label: string, candidates: readonly Choice[]): Choice | undefined {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    const excluded = this.excluded.get(name);
    const open = excluded
      ? candidates.filter((value) => value instanceof AmbiguousScalar || !excluded.has(value))
      : candidates;
    const value = open.length > 0 ? open[this.choose(open.length)] : undefined;
    if (value === undefined) return undefined;
    this.values.set(name, value);
    if (open.length > 1) this.assuming.push(`${label} is ${JSON.stringify(value)}`);
    return value;
  }

  /** Whether a parameter has the value. The scenario keeps the answer. */
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
   * Answers a yes-or-no question. The same question gets the same answer.
   *
   * @param label the noun that is true or false, or the two answers in words
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

  /** Whether the evaluation asked no question, so that there are no other scenarios. */
  get isOnlyOne(): boolean {
    return this.choices.length === 0;
  }

  private choose(options: number): number {
    if (options === 1) return 0;
    const chosen = this.prefix[this.choices.length] ?? 0;
    this.choices.push({ options, chosen });
    return chosen;
  }

  /** The prefix of the next scenario, depth first; undefined after the last one. */
  next(): readonly number[] | undefined {
    const last = this.choices.findLastIndex(({ options, chosen }) => chosen + 1 < options);
    if (last === -1) return undefined;
    return this.choices.slice(0, last + 1).map(({ chosen }, index) => (index === last ? chosen + 1 : chosen));
  }
}

/** Runs the function once in each scenario, lazily. */
export function* explore<T>(run: (scenario: Scenario) => T): Generator<T> {
  for (let prefix: readonly number[] | undefined = []; prefix !== undefined; ) {
    const scenario = new Scenario(prefix);
    yield run(scenario);
    prefix = scenario.next();
  }
}
