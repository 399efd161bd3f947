import type { Subject } from './configuration.js';
import { endOf } from './expiry.js';
import { type Exemption, exemptionPatterns } from './policy.js';
import { matches } from './text-pattern.js';

/** The exemptions that fit a place: the first that holds, and those that would have held before they expired. */
export interface Exemptions {
  readonly holds: Exemption | undefined;
  readonly expired: readonly Exemption[];
}

/** Finds the exemptions for a place. What the view does not tell of the place is matched by `*` alone. */
export function findExemptions(exemptions: readonly Exemption[], subject: Subject, now: Date): Exemptions {
  const fitting = exemptions.filter((exemption) => fits(exemption, (name) => subject[name] ?? ''));
  return {
    holds: fitting.find((exemption) => !hasExpired(exemption, now)),
    expired: fitting.filter((exemption) => hasExpired(exemption, now)),
  };
}

/** The exemptions that would hold if what is not known of the place were what their patterns ask for. */
export function possibleExemptions(
  exemptions: readonly Exemption[],
  subject: Subject,
  now: Date,
): readonly Exemption[] {
  return exemptions.filter(
    (exemption) => !hasExpired(exemption, now) && fits(exemption, (name) => subject[name]),
  );
}

/** Whether every pattern of an exemption matches what it is held against; a text that is missing fits any. */
function fits(
  exemption: Exemption,
  textOf: (name: (typeof exemptionPatterns)[number]) => string | undefined,
): boolean {
  return exemptionPatterns.every((name) => {
    const pattern = exemption[name];
    const text = textOf(name);
    return pattern === undefined || text === undefined || matches(pattern, text);
  });
}

/** Whether an exemption no longer counts. */
export function hasExpired({ expires }: Exemption, now: Date): boolean {
  return now.getTime() >= (endOf(expires) ?? 0);
}
