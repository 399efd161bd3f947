/** Checks a value against an `AllowedPattern` with RE2, which takes linear time. */
import type { RE2JS } from 're2js';
import { readPattern } from '../template/index.js';

/** Characters that Java and RE2 treat differently: Java has more line breaks, and counts one of these as white space. */
const ODD = /[\n\v\r\u0085\u2028\u2029\ud800-\udfff]/;

/** How many states RE2 may go through. It takes a second for a few million. */
const MAX_STATES = 2_000_000;

/** The cost of compiling a pattern, in states. */
const COMPILING = 500;

/** Loads RE2 on first use, since most parameters have no pattern. */
export async function patternMatcher(): Promise<PatternMatcher> {
  const { RE2JS } = await import('re2js');
  return new PatternMatcher(RE2JS);
}

/** Matches the values of one call, until its budget is spent. */
export class PatternMatcher {
  private left = MAX_STATES;

  constructor(private readonly engine: typeof RE2JS) {}

  /** @returns undefined where Java might disagree, or where it would take too long */
  matches(pattern: string, value: string): boolean | undefined {
    const read = readPattern(pattern);
    if (!read?.isCommon || ODD.test(value)) return undefined;
    const states = COMPILING + read.size * (value.length + 1);
    if (states > this.left) return undefined;
    this.left -= states;
    try {
      return this.engine.compile(pattern).matches(value);
    } catch {
      // RE2 has limits of its own, for example on repetition counts.
      return undefined;
    }
  }
}
