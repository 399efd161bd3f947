import type { Subject } from './configuration.js';
import { endOf } from './expiry.js';
import { type Exemption, exemptionPatterns } from './policy.js';
import { matches } from './text-pattern.js';

/** The exemptions that match a place: the first one in force, and the expired ones. */
export interface Exemptions {
  readonly holds: Exemption | undefined;
  readonly expired: readonly Exemption[];
}

/** Finds the exemptions for a place. Only `*` matches a part of the place that is unknown. */
export function findExemptions(exemptions: readonly Exemption[], subject: Subject, now: Date): Exemptions {
  const fitting = exemptions.filter((exemption) => fits(exemption, (name) => subject[name] ?? ''));
  return {
    holds: fitting.find((exemption) => !hasExpired(exemption, now)),
    expired: fitting.filter((exemption) => hasExpired(exemption, now)),
  };
}

/** The exemptions that would match if every unknown part of the place matched their patterns. */
export function possibleExemptions(
  exemptions: readonly Exemption[],
  subject: Subject,
  now: Date,
): readonly Exemption[] {
  return exemptions.filter(
    (exemption) => !hasExpired(exemption, now) && fits(exemption, (name) => subject[name]),
  );
}

/** Whether every pattern of an exemption matches. Any pattern matches a part whose text is undefined. */
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
