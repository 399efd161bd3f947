/** A policy document in S3: when it is read again, and for how long a copy of it serves. */
import { isUtf8 } from 'node:buffer';
import { MAX_POLICY_BYTES, type PartialPolicy, PolicyError, parsePolicy } from '../decision/index.js';
import type { ObjectAnswer, ObjectReader } from './s3-object.js';

const MINUTE = 60_000;
/** How long a document counts as the present one before S3 is asked again. */
const FRESH_MS = 5 * MINUTE;
/** After a failure S3 is asked again sooner, but not by every invocation. */
const RETRY_MS = MINUTE / 2;
/** How long a copy serves without being confirmed by S3. */
const STALE_MS = 60 * MINUTE;
/** How long one reading may take, out of the half minute that CloudFormation waits for the hook. */
const READ_MS = 4_000;

export interface BucketEnvironment {
  /** Milliseconds, from any start, never going back. */
  readonly clock: () => number;
  readonly readObject: ObjectReader;
}

export interface ServedPolicy {
  readonly policy: PartialPolicy;
  /** Why an unconfirmed copy serves, as a sentence without its full stop; absent where the policy is up to date. */
  readonly stale?: string;
}

/** Rejects with a PolicyError where the document is wrong, with a PolicySourceError where it cannot be had. */
export type PolicyStore = () => Promise<ServedPolicy>;

/** S3 cannot be read, and there is no copy that may serve. The message holds no secret. */
export class PolicySourceError extends Error {
  override readonly name = 'PolicySourceError';
}

/** What the newest document that was read comes to. */
type Known = Good | Invalid;

interface Good {
  readonly valid: true;
  readonly policy: PartialPolicy;
  readonly etag: string | undefined;
  readonly confirmedAt: number;
  readonly askAgainAt: number;
  /** Why S3 could not be read since then. */
  readonly unreadable?: string;
}

interface Invalid {
  readonly valid: false;
  readonly error: PolicyError;
  readonly etag: string | undefined;
}

/**
 * A document that does not validate never serves, and neither does the one before it, whatever S3 answers
 * afterwards: whoever wrote it meant the older one to end. Every invocation then looks for the repaired one.
 * Where S3 cannot be read, or does not have the object, the last good copy serves for an hour.
 *
 * @param source `s3://bucket/key`
 * @throws PolicySourceError where it is no such address.
 */
export function policyInBucket(source: string, { clock, readObject }: BucketEnvironment): PolicyStore {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]*)\/(.+)$/.exec(source) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new PolicySourceError('GUARD_POLICY is no address of the form s3://bucket/key');
  }
  const object = { bucket, key, maxBytes: MAX_POLICY_BYTES };
  let known: Known | undefined;
  let reading: Promise<Known> | undefined;

  async function read(): Promise<Known> {
    let answer: ObjectAnswer;
    try {
      answer = await within(READ_MS, (signal) => readObject({ ...object, etag: known?.etag }, signal));
    } catch (cause) {
      // The error's message may hold more than should be told; its name says what S3 has against the call.
      return withoutAnswer(cause instanceof Error ? cause.name : typeof cause);
    }
    if (answer.kind === 'unchanged') return confirmed();
    if (answer.kind === 'tooLong') return invalid('it is longer than 1 MiB');
    if (!isUtf8(answer.bytes)) return invalid('it is not text in UTF-8', answer.etag);
    try {
      const policy = await parsePolicy(Buffer.from(answer.bytes).toString('utf8'), source);
      return good(policy, answer.etag);
    } catch (error) {
      if (error instanceof PolicyError) return { valid: false, error, etag: answer.etag };
      throw error;
    }
  }

  function good(policy: PartialPolicy, etag: string | undefined): Good {
    const now = clock();
    return { valid: true, policy, etag, confirmedAt: now, askAgainAt: now + FRESH_MS };
  }

  function invalid(message: string, etag?: string): Invalid {
    return { valid: false, error: new PolicyError(source, [{ member: '', message }]), etag };
  }

  function confirmed(): Known {
    if (known === undefined) return withoutAnswer('NotModified');
    return known.valid ? good(known.policy, known.etag) : known;
  }

  /** @throws PolicySourceError where no copy may serve. */
  function withoutAnswer(why: string): Known {
    if (known?.valid === false) return known;
    const unreadable = `The policy ${source} cannot be read (${why})`;
    if (known === undefined) throw new PolicySourceError(unreadable);
    const now = clock();
    const endsAt = known.confirmedAt + STALE_MS;
    if (now < endsAt) return { ...known, unreadable, askAgainAt: Math.min(now + RETRY_MS, endsAt) };
    throw new PolicySourceError(
      `${unreadable}, and a copy serves for an hour only: this one was confirmed ${minutes(now - known.confirmedAt)} ago`,
    );
  }

  return async () => {
    if (!known?.valid || clock() >= known.askAgainAt) {
      // Invocations that come at the same time share one reading.
      reading ??= read().finally(() => {
        reading = undefined;
      });
      known = await reading;
    }
    if (!known.valid) throw known.error;
    const { policy, unreadable, confirmedAt } = known;
    if (unreadable === undefined) return { policy };
    const age = minutes(clock() - confirmedAt);
    const stale = `${unreadable}; the copy that was confirmed ${age} ago serves for an hour, then deployments fail: restore the object, or the function's access to it`;
    return { policy, stale };
  };
}

function minutes(milliseconds: number): string {
  return `${Math.floor(milliseconds / MINUTE)} min`;
}

/** The reader is told to stop when its time is up, and is not waited for if it does not. */
async function within<T>(milliseconds: number, read: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = Object.assign(new Error('timed out'), { name: 'TimeoutError' });
      reject(error);
      abort.abort(error);
    }, milliseconds);
  });
  try {
    return await Promise.race([read(abort.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
