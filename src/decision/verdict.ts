import type { Path, ValueMap } from '../template/value.js';

/** What the guard says of one endpoint configuration. A closed set, never a boolean. */
export const verdicts = ['compliant', 'nonCompliant', 'exempt', 'undetermined', 'notApplicable'] as const;
export type Verdict = (typeof verdicts)[number];

/**
 * One way the configuration may turn out. A resolved view has exactly one; a raw template has one for
 * each combination of conditions and parameter values that it cannot tell apart.
 */
export interface Alternative {
  /** `false` where the resource's condition is false, so that it does not exist. */
  readonly exists: boolean;
  readonly properties: ValueMap;
  /** The assumptions that lead here, as clauses: `condition UseKey is false`, `parameter Env is "prod"`. */
  readonly assuming: readonly string[];
}

/** Where the configuration is deployed, as far as the view tells; patterns of exemptions are held against it. */
export interface Scope {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Stack name, not its ARN. Absent under Cloud Control. */
  readonly stack?: string | undefined;
  /** Logical id of the endpoint configuration. */
  readonly resource: string;
}

/** Why a verdict was given: ids for machines, texts beside them in rule.ts. */
export type Reason =
  | 'keyPresent'
  | 'keyOnLocalStorage'
  | 'keyAbsent'
  | 'keyInvalid'
  | 'keyMalformed'
  | 'keyAwsManaged'
  | 'keyNotAllowed'
  | 'keyAbsentOnMixedStorage'
  | 'localStorageNotAllowed'
  | 'dataCaptureKeyAbsent'
  | 'asyncOutputKeyAbsent'
  | 'coreDumpKeyAbsent'
  | 'localStorage'
  | 'exemption'
  | 'suppressed'
  | 'keyUnknown'
  | 'storageUnknown'
  | 'dependsOnParameters'
  | 'tooManyAlternatives'
  | 'conditionFalse'
  | 'unchanged'
  | 'deleted';

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** What is the matter, one or more whole sentences, naming the resource. */
  readonly message: string;
  /** What to do about it, YAML lines included; says so where there is nothing to do. */
  readonly remediation: string;
  /** The place inside the properties that the message is about: `['KmsKeyId']`, or `[]` where nothing is written. */
  readonly path: Path;
}
