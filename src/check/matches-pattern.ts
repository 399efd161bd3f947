/** Whether a value matches an `AllowedPattern`, told in linear time by RE2 or not at all. */
import type { RE2JS } from 're2js';
import { readPattern } from '../template/index.js';

/** Lines end at more characters for Java than for RE2, and one of them is white space for Java alone. */
const ODD = /[\n\v\r\u0085\u2028\u2029\ud800-\udfff]/;

/** States that an automaton goes through: RE2 takes a second for a few millions. */
const MAX_STATES = 2_000_000;

/** What a pattern costs to compile, in states. */
const COMPILING = 500;

/** The engine is loaded when it is first needed: most parameters have no pattern. */
export async function patternMatcher(): Promise<PatternMatcher> {
  const { RE2JS } = await import('re2js');
  return new PatternMatcher(RE2JS);
}

/** Matches the values of one call, as long as there is work left for it. */
export class PatternMatcher {
  private left = MAX_STATES;

  constructor(private readonly engine: typeof RE2JS) {}

  /** @returns undefined where it is not certain that Java says the same, or where it would take too long */
  matches(pattern: string, value: string): boolean | undefined {
    const read = readPattern(pattern);
    if (!read?.isCommon || ODD.test(value)) return undefined;
    const states = COMPILING + read.size * (value.length + 1);
    if (states > this.left) return undefined;
    this.left -= states;
    try {
      return this.engine.compile(pattern).matches(value);
    } catch {
      // RE2 has limits of its own, as on the times that a part may be repeated.
      return undefined;
    }
  }
}
