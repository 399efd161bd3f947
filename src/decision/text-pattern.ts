/**
 * Patterns for whole texts: the wildcards of a policy (`*`, `?`), and the forms of a KMS key. A text may have gaps, which
 * CloudFormation will fill with at least one character each. Such a text matches if some filling matches.
 *
 * A pattern is a list of steps. The text is read once while the set of reachable steps is tracked, so no pattern can be
 * slow: the work is at most text × steps. No regular expression is built from a policy's text.
 */

/** A step of a pattern: takes one character, or any number of characters. */
export interface Step {
  readonly takes: (character: string) => boolean;
  /** Whether it may be taken any number of times, including zero. */
  readonly repeats: boolean;
}

/** Stands for an unknown part of a text. U+FFFC occurs in no key and no stack name. */
export const GAP = '\ufffc';

const any = () => true;

/** `*` matches any number of characters, `?` exactly one, everything else itself. */
export function wildcard(pattern: string): readonly Step[] {
  return Array.from(pattern, (wanted) => ({
    takes: wanted === '*' || wanted === '?' ? any : (character) => character === wanted,
    repeats: wanted === '*',
  }));
}

/** Whether the whole text matches the wildcard pattern, or can match once its gaps are filled. */
export function matches(pattern: string, text: string): boolean {
  return matchesSteps(wildcard(pattern), text);
}

/** Whether the whole text matches all steps, or can match once its gaps are filled. */
export function matchesSteps(steps: readonly Step[], text: string): boolean {
  let reached = beyondRepeats(steps, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const at of reached) {
      const step = steps[at];
      if (!step) continue;
      if (character === GAP) {
        // A gap takes at least one character, and may take all the remaining steps.
        for (let to = step.repeats ? at : at + 1; to <= steps.length; to++) next.add(to);
      } else if (step.takes(character)) next.add(step.repeats ? at : at + 1);
    }
    if (next.size === 0) return false;
    reached = beyondRepeats(steps, next);
  }
  return reached.has(steps.length);
}

/** Adds the steps after repeating ones, which may be skipped. */
function beyondRepeats(steps: readonly Step[], reached: Set<number>): Set<number> {
  for (const at of reached) if (steps[at]?.repeats) reached.add(at + 1);
  return reached;
}
