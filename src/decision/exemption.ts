import type { Exemption } from './document.js';
import { endOf } from './expiry.js';
import type { Scope } from './verdict.js';
import { matches } from './wildcard.js';

/** The exemptions that fit a place: the first that holds, and those that would have held before they expired. */
export interface Exemptions {
  readonly holds: Exemption | undefined;
  readonly expired: readonly Exemption[];
}

const patterns = ['account', 'region', 'stack', 'resource'] as const;

/** Finds the exemptions for a place. What the view does not tell of the place is matched by `*` alone. */
export function findExemptions(exemptions: readonly Exemption[], scope: Scope, now: Date): Exemptions {
  const fitting = exemptions.filter((exemption) =>
    patterns.every((name) => {
      const pattern = exemption[name];
      return pattern === undefined || matches(pattern, scope[name] ?? '');
    }),
  );
  const isOver = ({ expires }: Exemption) => now.getTime() >= (endOf(expires) ?? 0);
  return { holds: fitting.find((exemption) => !isOver(exemption)), expired: fitting.filter(isOver) };
}
