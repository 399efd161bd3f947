/**
 * The rule: what it is called, what it says of one configuration (`decide`), and what it says of a configuration
 * that may turn out in more than one way (`join`). Everything else in this folder prepares these two or puts
 * their outcome into words.
 */
import type { Path, ValueMap } from '../template/index.js';
import type { FeatureKey } from './feature-keys.js';
import type { Key, KeyFault } from './key.js';
import type { Policy } from './policy.js';
import type { Storage } from './storage.js';

export const rule = {
  id: 'sagemaker-endpoint-config-kms-key-id',
  /** `annotationName` of the hook's answer; the same as the id, so that a finding has one name everywhere. */
  annotationName: 'sagemaker-endpoint-config-kms-key-id',
  severity: 'MEDIUM',
  resourceType: 'AWS::SageMaker::EndpointConfig',
  link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sagemaker-endpointconfig.html#cfn-sagemaker-endpointconfig-kmskeyid',
  shortText: 'SageMaker endpoint configurations encrypt their storage volumes with a KMS key of their owner',
  description:
    'Without KmsKeyId SageMaker encrypts the storage volume of an endpoint with a transient key of its own, ' +
    'which the owner can neither audit, restrict nor revoke. The rule asks for the key on every instance type.',
  tags: ['security', 'encryption', 'kms', 'sagemaker'],
} as const;

/** What the guard says of one endpoint configuration. A closed set, never a boolean. */
export const verdicts = ['compliant', 'nonCompliant', 'exempt', 'undetermined', 'notApplicable'] as const;
export type Verdict = (typeof verdicts)[number];

interface HasVerdict {
  readonly verdict: Verdict;
}

/** Whether it fails the deployment, or the run of a check. @param strict what is undetermined fails as well */
export function fails({ verdict }: HasVerdict, { strict }: { readonly strict: boolean }): boolean {
  return verdict === 'nonCompliant' || (strict && verdict === 'undetermined');
}

/** How many have each verdict; all five are named. */
export function summarize(judged: Iterable<HasVerdict>): Record<Verdict, number> {
  const summary = { compliant: 0, nonCompliant: 0, exempt: 0, undetermined: 0, notApplicable: 0 };
  for (const { verdict } of judged) summary[verdict]++;
  return summary;
}

/** Why: an id for machines. The words for it are in message.ts. */
export type Reason =
  | 'keyPresent'
  | 'keyOnLocalStorage'
  | 'passesInEveryCase'
  | 'keyAbsent'
  | KeyFault
  | FeatureKey['reason']
  | 'localStorage'
  | 'exemption'
  | 'suppressed'
  | 'keyUnknown'
  | 'storageUnknown'
  | 'dependsOnParameters'
  | 'conditionFalse'
  | 'unchanged'
  | 'deleted';

export interface Decision {
  readonly verdict: Verdict;
  readonly reason: Reason;
}

/** One way in which the configuration may turn out, judged. */
export interface Case extends Decision {
  readonly properties: ValueMap;
  readonly key: Key;
  readonly storage: Storage;
  /** The keys of `alsoRequire` that are missing or not known. */
  readonly featureKeys: readonly FeatureKey[];
  /** The decision on the endpoint's own key alone. */
  readonly own: Decision;
  /** The place inside the properties that the decision is about; `[]` where nothing is written. */
  readonly path: Path;
  /** The assumptions that lead here, as clauses: `condition UseKey is false`, `parameter Env is "prod"`. */
  readonly assuming: readonly string[];
}

/** The decision table. A key that will not do counts as absent; the reason still says what is wrong with it. */
export function decide(key: Key, storage: Storage['kind'], policy: Policy): Decision {
  if (key.state === 'present') return { verdict: 'compliant', reason: 'keyPresent' };
  const exempts = policy.localStorage === 'exempt';
  if (exempts && storage === 'local') return { verdict: 'exempt', reason: 'localStorage' };
  if (key.state === 'unknown') return { verdict: 'undetermined', reason: 'keyUnknown' };
  if (exempts && storage === 'unknown') return { verdict: 'undetermined', reason: 'storageUnknown' };
  return { verdict: 'nonCompliant', reason: key.state === 'invalid' ? key.reason : 'keyAbsent' };
}

/** What the ways in which a configuration may turn out come to together. */
export interface Outcome extends Decision {
  /** Those in which it exists, as far as they had to be looked at. */
  readonly cases: readonly Case[];
  /** What is assumed where it does not exist; undefined where it exists in every case that was looked at. */
  readonly absentWhere: readonly string[] | undefined;
}

/** A case, or the assumptions under which the configuration does not exist. */
export type Turn = Case | { readonly exists: false; readonly assuming: readonly string[] };

/**
 * Joins the cases: all pass, all are refused, or it is not known yet. They are taken one by one, and no more of
 * them than it needs: one that is not known, or one refused beside one that passes, settles it.
 */
export function join(turns: Iterable<Turn>): Outcome {
  const cases: Case[] = [];
  let absentWhere: readonly string[] | undefined;
  const outcome = (verdict: Verdict, reason: Reason, of: readonly Case[] = cases): Outcome => ({
    verdict,
    reason,
    cases: of,
    absentWhere,
  });
  for (const turn of turns) {
    if ('exists' in turn) absentWhere ??= turn.assuming;
    else if (turn.verdict === 'undetermined') return outcome('undetermined', turn.reason, [turn]);
    else cases.push(turn);
    const refused = cases.filter(({ verdict }) => verdict === 'nonCompliant').length;
    if (refused > 0 && (absentWhere !== undefined || refused < cases.length))
      return outcome('undetermined', 'dependsOnParameters');
  }
  const [first] = cases;
  if (!first) return outcome('notApplicable', 'conditionFalse');
  const agreed = cases.every(({ verdict }) => verdict === first.verdict);
  return agreed ? outcome(first.verdict, first.reason) : outcome('compliant', 'passesInEveryCase');
}
