/**
 * The rule: its names, the decision on one case (`decide`), and the decision on a configuration with several
 * possible cases (`join`). Everything else in this folder prepares the input of these two, or puts their outcome
 * into words.
 */
import type { Path, ValueMap } from '../template/index.js';
import type { FeatureKey } from './feature-keys.js';
import type { Key, KeyFault } from './key.js';
import type { Policy } from './policy.js';
import type { Storage } from './storage.js';

export const rule = {
  /** Also the `annotationName` in the hook's answer, so that a finding has one name everywhere. */
  id: 'sagemaker-endpoint-config-kms-key-id',
  severity: 'MEDIUM',
  resourceType: 'AWS::SageMaker::EndpointConfig',
  link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sagemaker-endpointconfig.html#cfn-sagemaker-endpointconfig-kmskeyid',
  shortText: 'SageMaker endpoint configurations encrypt their storage volumes with a KMS key of their owner',
  description:
    'Without KmsKeyId SageMaker encrypts the storage volume of an endpoint with a transient key of its own, ' +
    'which the owner can neither audit, restrict nor revoke. The rule asks for the key on every instance type.',
  tags: ['security', 'encryption', 'kms', 'sagemaker'],
} as const;

/** The possible verdicts on one endpoint configuration. */
export const verdicts = ['compliant', 'nonCompliant', 'exempt', 'undetermined', 'notApplicable'] as const;
export type Verdict = (typeof verdicts)[number];

interface HasVerdict {
  readonly verdict: Verdict;
}

/** Whether a verdict fails the deployment or the check. @param strict whether an undetermined verdict fails too */
export function fails({ verdict }: HasVerdict, { strict }: { readonly strict: boolean }): boolean {
  return verdict === 'nonCompliant' || (strict && verdict === 'undetermined');
}

/** Counts the verdicts. The result has all five members. */
export function summarize(judged: Iterable<HasVerdict>): Record<Verdict, number> {
  const summary = { compliant: 0, nonCompliant: 0, exempt: 0, undetermined: 0, notApplicable: 0 };
  for (const { verdict } of judged) summary[verdict]++;
  return summary;
}

/** The reason for a verdict, as an id for machines. message.ts has the words. */
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

/** The decision on the configuration under one consistent set of assumptions. */
export interface Case extends Decision {
  readonly properties: ValueMap;
  readonly key: Key;
  readonly storage: Storage;
  /** The keys required by `alsoRequire` that are missing or unknown. */
  readonly featureKeys: readonly FeatureKey[];
  /** The decision on the endpoint's own key alone. */
  readonly own: Decision;
  /** The place inside the properties that the decision is about; `[]` where the template writes nothing there. */
  readonly path: Path;
  /** The assumptions, as clauses: `condition UseKey is false`, `parameter Env is "prod"`. */
  readonly assuming: readonly string[];
}

/** The decision table. An invalid key is judged like an absent one; the reason says what is wrong with it. */
export function decide(key: Key, storage: Storage['kind'], policy: Policy): Decision {
  if (key.state === 'present') return { verdict: 'compliant', reason: 'keyPresent' };
  const exempts = policy.localStorage === 'exempt';
  if (exempts && storage === 'local') return { verdict: 'exempt', reason: 'localStorage' };
  if (key.state === 'unknown') return { verdict: 'undetermined', reason: 'keyUnknown' };
  if (exempts && storage === 'unknown') return { verdict: 'undetermined', reason: 'storageUnknown' };
  return { verdict: 'nonCompliant', reason: key.state === 'invalid' ? key.reason : 'keyAbsent' };
}

/** The decision on all cases of a configuration together. */
export interface Outcome extends Decision {
  /** The cases in which it exists, up to the one that settled the outcome. */
  readonly cases: readonly Case[];
  /** The assumptions under which it does not exist; undefined where it exists in every case that was judged. */
  readonly absentWhere: readonly string[] | undefined;
}

/** A case, or the assumptions under which the configuration does not exist. */
export type Turn = Case | { readonly exists: false; readonly assuming: readonly string[] };

/**
 * Joins the cases: all pass, all are refused, or the outcome is undetermined. It stops as soon as the outcome is clear:
 * at one undetermined case, or at one refused case beside one that passes.
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
