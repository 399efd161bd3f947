import { GuardError } from './failure.js';

/** CloudFormation waits 30 s for one invocation, including the time on the network. */
const CALLER_MS = 28_000;
/** Time that Lambda needs to send an answer before the function's timeout; at most half of the time left. */
const MARGIN_MS = 1_000;

/**
 * How long the answer may take, in milliseconds: a second less than the function has left, and never so long that
 * CloudFormation stops waiting.
 *
 * @param context Lambda's context; with anything else (in a test, a local runner) CloudFormation's limit applies
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

/** The work's result. @throws GuardError as soon as the time is up, since CloudFormation ignores a late answer */
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
  return new GuardError('deadline', 'The guard ran out of time before it had judged everything');
}
