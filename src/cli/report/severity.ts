import type { Verdict } from '../../decision/index.js';

/** The verdicts, the most severe first: the order in which reports count and list them. */
export const severity = [
  'nonCompliant',
  'undetermined',
  'exempt',
  'compliant',
  'notApplicable',
] as const satisfies readonly Verdict[];
