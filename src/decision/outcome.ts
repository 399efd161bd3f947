import type { Assessment, Decision } from './assess.js';
import type { Alternative } from './verdict.js';

/** An alternative that exists, with what the rule says of it. */
export interface Case extends Assessment {
  readonly assuming: readonly string[];
}

/** What the alternatives come to together. */
export interface Outcome extends Decision {
  /** The alternatives that exist, as far as they had to be looked at. */
  readonly cases: readonly Case[];
  /** An alternative in which the configuration does not exist. */
  readonly absent: Alternative | undefined;
}
