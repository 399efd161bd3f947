/** The verdicts, the most severe first. The page shows each with a mark and a word, never with a color alone. */
import type { Verdict } from '../../../decision/index.js';

export const verdictNames = {
  nonCompliant: ['✖', 'non-compliant'],
  undetermined: ['?', 'undetermined'],
  exempt: ['○', 'exempt'],
  compliant: ['✔', 'compliant'],
  notApplicable: ['–', 'not applicable'],
} as const satisfies Record<Verdict, readonly [mark: string, name: string]>;

export const shown = Object.keys(verdictNames) as readonly Verdict[];

/** What a verdict says about a configuration, for a reader who does not know the rule. */
export const verdictMeanings = {
  nonCompliant: 'it has no key that the policy accepts; a deployment that makes it anew is blocked',
  undetermined: 'its template leaves open whether it has a key',
  exempt: 'the policy lets it go without a key',
  compliant: 'it has a key that the policy accepts',
  notApplicable: 'nothing of it exists that could be judged',
} as const satisfies Record<Verdict, string>;
