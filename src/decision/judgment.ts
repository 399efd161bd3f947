/** What the rule says of one endpoint configuration, and what the words for it are made from. */
import type { Path, ValueMap } from '../template/index.js';
import type { Configuration } from './configuration.js';
import type { Reason, Verdict } from './decision.js';
import type { Exemptions } from './exemption.js';
import type { Policy } from './policy.js';
import type { Steps } from './remediation.js';
import type { Storage } from './storage.js';

/** The verdict on one endpoint configuration, and what is said of it. */
export interface Judgment {
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** What is the matter, one or more whole sentences, naming the resource. */
  readonly message: string;
  /** What to do about it, with the lines to add; says so where there is nothing to do. */
  readonly remediation: string;
  /** The same as data: its words, the members to set, and the lines for them. */
  readonly steps: Steps;
  /** The place inside the properties that the message is about: `['KmsKeyId']`, or `[]` where nothing is written. */
  readonly path: Path;
}

/** What the texts tell besides the verdict. */
export interface Details {
  /** What is on local storage in every case, and what is not. */
  readonly storage: Storage;
  /** The members beside the key, in one of the cases. */
  readonly properties: ValueMap;
}

/** What the words for an outcome are made from. */
export interface MessageContext {
  readonly configuration: Configuration;
  readonly policy: Policy;
  readonly exemptions: Exemptions;
  readonly details: Details;
}
