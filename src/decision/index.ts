/** The rule, its decision, its policy and its names. Other folders import from this file only. */
export {
  type Alternative,
  type Configuration,
  resolvedConfiguration,
  type Subject,
} from './configuration.js';
export { fails, type Reason, rule, summarize, type Verdict, verdicts } from './decision.js';
export { hasExpired, possibleExemptions } from './exemption.js';
export { endOf } from './expiry.js';
export { type JudgeOptions, judge, keysIn } from './judge.js';
export type { Judgment } from './judgment.js';
export { isWellFormed } from './key-form.js';
export type { KeyRecord, KeyRecords } from './key-record.js';
export { notApplicable } from './message.js';
export { suggestion } from './nearest.js';
export { parseYaml, parseYamlDocument } from './parse-yaml.js';
export {
  defaultPolicy,
  type Exemption,
  mergePolicies,
  type PartialPolicy,
  type Policy,
} from './policy.js';
export {
  MAX_POLICY_BYTES,
  PolicyError,
  parsePolicy,
  policyOfDocument,
  policyOfHookModel,
} from './read-policy.js';
export { type Remediation, type Steps, textOfSteps, withLines } from './remediation.js';
export { GAP, matches } from './text-pattern.js';
