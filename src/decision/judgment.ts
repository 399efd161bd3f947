/** The rule's answer about one endpoint configuration, and the input for the words of that answer. */
import type { Path, ValueMap } from '../template/index.js';
import type { Configuration } from './configuration.js';
import type { Reason, Verdict } from './decision.js';
import type { Exemptions } from './exemption.js';
import type { Policy } from './policy.js';
import type { Steps } from './remediation.js';
import type { Storage } from './storage.js';

/** The verdict on one endpoint configuration, with its message and remediation. */
export interface Judgment {
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** What is wrong, in whole sentences that name the resource. */
  readonly message: string;
  /** What to do, with the lines to add; `Nothing to do.` where there is nothing. */
  readonly remediation: string;
  /** The remediation as data: its words, the members to set, and the lines for them. */
  readonly steps: Steps;
  /** The place inside the properties that the message is about: `['KmsKeyId']`, or `[]` where the key is missing. */
  readonly path: Path;
}

/** Facts for the message that do not affect the verdict. */
export interface Details {
  /** The variants that every case has on local storage, and those that every case has on other storage. */
  readonly storage: Storage;
  /** The other members of the properties, from the first case. */
  readonly properties: ValueMap;
}

/** The input for the words of an outcome. */
export interface MessageContext {
  readonly configuration: Configuration;
  readonly policy: Policy;
  readonly exemptions: Exemptions;
  readonly details: Details;
}
