import type { Exemption } from './document.js';
import { matches } from './pattern.js';
import type { Scope } from './verdict.js';

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

const date = /^(\d{4})-(\d\d)-(\d\d)$/;
const dateTime = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;

/**
 * The moment, in milliseconds, from which an exemption no longer counts: the end of the day in UTC for a
 * date, the moment itself for a date and time (UTC where no offset is written). `undefined` for anything
 * else, and for days that no calendar has.
 */
export function endOf(expires: string): number | undefined {
  const whole = date.exec(expires);
  const parts = whole ?? dateTime.exec(expires);
  if (!parts) return undefined;
  const [, year, month, day, offset] = parts;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // Date.UTC carries over: 31 June would be 1 July.
  if (new Date(midnight).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return undefined;
  if (whole) return midnight + 24 * 60 * 60 * 1000;
  const moment = Date.parse(offset ? expires : `${expires}Z`);
  return Number.isNaN(moment) ? undefined : moment;
}
