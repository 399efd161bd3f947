/**
 * Patterns over whole texts: the wildcards of a policy (`*`, `?`), and the forms of a KMS key. A text may have gaps:
 * places that CloudFormation still fills with at least one character. Then the question is whether some filling matches.
 *
 * A pattern is a row of steps, and the text is read once with the set of steps it may have come to, so that no pattern
 * can make it slow: at most text × pattern steps, and no regular expression is made from somebody's input.
 */

/** One character of a pattern, or any number of them. */
export interface Step {
  readonly takes: (character: string) => boolean;
  /** It may be taken any number of times, none included. */
  readonly repeats: boolean;
}

/** Stands in a text for what is not known yet. U+FFFC, which no key and no stack name has. */
export const GAP = '\ufffc';

const any = () => true;

/** `*` stands for any run of characters, `?` for exactly one, everything else for itself. */
export function wildcard(pattern: string): readonly Step[] {
  return Array.from(pattern, (wanted) => ({
    takes: wanted === '*' || wanted === '?' ? any : (character) => character === wanted,
    repeats: wanted === '*',
  }));
}

/** Whether the whole text matches the wildcard pattern; with gaps, whether it may. */
export function matches(pattern: string, text: string): boolean {
  return matchesSteps(wildcard(pattern), text);
}

/** Whether the whole text is a way through all steps; with gaps, whether it may be one. */
export function matchesSteps(steps: readonly Step[], text: string): boolean {
  let reached = beyondRepeats(steps, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const at of reached) {
      const step = steps[at];
      if (!step) continue;
      if (character === GAP) {
        // One character at least, and from there as far as may be.
        for (let to = step.repeats ? at : at + 1; to <= steps.length; to++) next.add(to);
      } else if (step.takes(character)) next.add(step.repeats ? at : at + 1);
    }
    if (next.size === 0) return false;
    reached = beyondRepeats(steps, next);
  }
  return reached.has(steps.length);
}

/** Steps that repeat may be passed over. */
function beyondRepeats(steps: readonly Step[], reached: Set<number>): Set<number> {
  for (const at of reached) if (steps[at]?.repeats) reached.add(at + 1);
  return reached;
}
