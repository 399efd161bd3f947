import { GuardError } from './failure.js';

/** CloudFormation waits 30 s for one invocation; the way here and back takes some of it. */
const CALLER_MS = 28_000;
/** What Lambda itself needs to hand an answer on before the function's own timeout; half of what is left, at most. */
const MARGIN_MS = 1_000;

/**
 * How long the answer may take, in milliseconds: a second less than the function has left, and never so
 * long that CloudFormation stops waiting.
 *
 * @param context Lambda's; whatever else is passed (a test, a local runner) leaves the caller's limit
 */
export function timeLeft(context: unknown): number {
  try {
    const left = (context as { getRemainingTimeInMillis?: () => unknown }).getRemainingTimeInMillis?.();
    return typeof left === 'number'
      ? Math.min(Math.max(left - MARGIN_MS, left / 2, 0), CALLER_MS)
      : CALLER_MS;
  } catch {
    return CALLER_MS;
  }
}

/** The work's outcome, or a GuardError once the time is up: a late answer is no answer. */
export async function inTime<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(outOfTime()), milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

export function outOfTime(): GuardError {
  return new GuardError('deadline', 'The time for an answer was up before everything was judged');
}
