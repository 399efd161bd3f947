import type { Verdict } from '../../decision/index.js';

/** The verdicts, the most severe first. The page shows each with a mark and a word, never with a color alone. */
export const verdictNames = {
  nonCompliant: ['✖', 'non-compliant'],
  undetermined: ['?', 'undetermined'],
  exempt: ['○', 'exempt'],
  compliant: ['✔', 'compliant'],
  notApplicable: ['–', 'not applicable'],
} as const satisfies Record<Verdict, readonly [mark: string, name: string]>;

/** The order in which reports count and list the verdicts. */
export const severity = Object.keys(verdictNames) as readonly Verdict[];

/** What a verdict says about a configuration, for a reader who does not know the rule. */
export const verdictMeanings = {
  nonCompliant: 'it has no key that the policy accepts; the hook blocks a deployment that replaces it',
  undetermined: 'it may or may not have a key that the policy accepts',
  exempt: 'the policy exempts it from the rule',
  compliant: 'it has a key that the policy accepts',
  notApplicable: 'there is nothing to judge',
} as const satisfies Record<Verdict, string>;
