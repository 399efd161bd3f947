/** When something that was allowed for a time no longer is. */

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
