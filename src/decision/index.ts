/** The policy's door: what it decides, by what document, and under what names. */
export {
  defaultPolicy,
  type Exemption,
  exemptionMeanings,
  mergePolicies,
  type PartialPolicy,
  type Policy,
  policyMembers,
  policySchema,
} from './document.js';
export { notApplicable } from './explain.js';
export { judge } from './judge.js';
export { PolicyError, type PolicyIssue, parsePolicy, policyOfHookModel } from './load.js';
export { judgedMembers } from './members.js';
export { rule } from './rule.js';
export {
  type Alternative,
  type Judgement,
  type Reason,
  type Scope,
  type Verdict,
  verdicts,
} from './verdict.js';
export type { View } from './view.js';
