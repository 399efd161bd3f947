/** The end dates of exemptions and suppressions. */

/**
 * A day (YYYY-MM-DD), optionally with a time (YYYY-MM-DDTHH:MMZ). It accepts 29 February in every year; `endOf` checks
 * leap years.
 */
export const expiryForm =
  /^[1-9]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)|(?:0[13-9]|1[0-2])-30|(?:0[13578]|1[02])-31)(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/;

/**
 * The moment, in milliseconds, from which an exemption no longer counts: for a date the end of that day in UTC, for a
 * date with a time that moment (in UTC unless an offset is written). `undefined` for anything else, and for days that
 * do not exist.
 */
export function endOf(expires: string): number | undefined {
  if (!expiryForm.test(expires)) return undefined;
  const [day = '', time] = expires.split('T');
  const midnight = Date.parse(`${day}T00:00Z`);
  // JavaScript may read 29 February as 1 March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  if (time === undefined) return midnight + 24 * 60 * 60 * 1000;
  return Date.parse(/Z|[+-]/.test(time) ? expires : `${expires}Z`);
}
