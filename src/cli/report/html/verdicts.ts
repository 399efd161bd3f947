/** The verdicts as the page shows them: the gravest first, each told by a mark and a word, never by colour alone. */
import type { Verdict } from '../../../decision/index.js';

export const verdictNames = {
  nonCompliant: ['✖', 'would be blocked'],
  undetermined: ['?', 'undetermined'],
  exempt: ['○', 'exempt'],
  compliant: ['✔', 'compliant'],
  notApplicable: ['–', 'not applicable'],
} as const satisfies Record<Verdict, readonly [mark: string, name: string]>;

export const shown = Object.keys(verdictNames) as readonly Verdict[];
