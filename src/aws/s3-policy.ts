/** Reads a policy document from S3, and decides when to read it again and how long to use a copy. */
import { isUtf8 } from 'node:buffer';
import { MAX_POLICY_BYTES, type PartialPolicy, PolicyError, parsePolicy } from '../decision/index.js';
import type { ObjectAnswer, ObjectReader } from './s3-object.js';

const MINUTE = 60_000;
/** How long a document counts as current before S3 is asked again. */
const FRESH_MS = 5 * MINUTE;
/** After a failure S3 is asked again sooner, but not in every invocation. */
const RETRY_MS = MINUTE / 2;
/** How long a copy is used without a confirmation by S3. */
const STALE_MS = 60 * MINUTE;
/** How long one read may take, of the 30 seconds that CloudFormation waits for the hook. */
const READ_MS = 4_000;

export interface BucketEnvironment {
  /** A monotonic clock in milliseconds; its start means nothing. */
  readonly clock: () => number;
  readonly readObject: ObjectReader;
}

export interface ServedPolicy {
  readonly policy: PartialPolicy;
  /** Why an unconfirmed copy is used, as a sentence without its full stop; absent where the policy is current. */
  readonly stale?: string;
}

/** Rejects with a PolicyError where the document is wrong, and with a PolicySourceError where it cannot be read. */
export type PolicyStore = () => Promise<ServedPolicy>;

/** S3 cannot be read, and there is no copy to use. The message contains no secret. */
export class PolicySourceError extends Error {
  override readonly name = 'PolicySourceError';
}

/** The newest document that was read, valid or not. */
type Known = Good | Invalid;

interface Good {
  readonly valid: true;
  readonly policy: PartialPolicy;
  readonly etag: string | undefined;
  readonly confirmedAt: number;
  readonly askAgainAt: number;
  /** Why S3 could not be read since the confirmation. */
  readonly unreadable?: string;
}

interface Invalid {
  readonly valid: false;
  readonly error: PolicyError;
  readonly etag: string | undefined;
}

/**
 * If a new document does not validate, neither it nor the older document is used, even if S3 fails afterwards: its author
 * meant to replace the older one. Every invocation then looks for a repaired document. If S3 cannot be read, or does not
 * have the object, the last good copy is used for an hour.
 *
 * @param source `s3://bucket/key`
 * @throws PolicySourceError where the source has another form
 */
export function policyInBucket(source: string, { clock, readObject }: BucketEnvironment): PolicyStore {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]*)\/(.+)$/.exec(source) ?? [];
  if (bucket === undefined || key === undefined) {
    throw new PolicySourceError('GUARD_POLICY is not an address of the form s3://bucket/key');
  }
  const object = { bucket, key, maxBytes: MAX_POLICY_BYTES };
  let known: Known | undefined;
  let reading: Promise<Known> | undefined;

  async function read(): Promise<Known> {
    let answer: ObjectAnswer;
    try {
      answer = await within(READ_MS, (signal) => readObject({ ...object, etag: known?.etag }, signal));
    } catch (cause) {
      // The error's message may contain secrets; its name is S3's error code.
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

  /** @throws PolicySourceError where there is no copy to use */
  function withoutAnswer(why: string): Known {
    if (known?.valid === false) return known;
    const unreadable = `The policy ${source} cannot be read (${why})`;
    if (known === undefined) throw new PolicySourceError(unreadable);
    const now = clock();
    const endsAt = known.confirmedAt + STALE_MS;
    if (now < endsAt) return { ...known, unreadable, askAgainAt: Math.min(now + RETRY_MS, endsAt) };
    throw new PolicySourceError(
      `${unreadable}, and a copy may be used for an hour only: S3 confirmed this one ${minutes(now - known.confirmedAt)} ago`,
    );
  }

  return async () => {
    if (!known?.valid || clock() >= known.askAgainAt) {
      // Simultaneous invocations share one read.
      reading ??= read().finally(() => {
        reading = undefined;
      });
      known = await reading;
    }
    if (!known.valid) throw known.error;
    const { policy, unreadable, confirmedAt } = known;
    if (unreadable === undefined) return { policy };
    const age = minutes(clock() - confirmedAt);
    const stale = `${unreadable}; the copy that S3 confirmed ${age} ago is used for an hour, then deployments fail: restore the object, or the function's access to it`;
    return { policy, stale };
  };
}

function minutes(milliseconds: number): string {
  return `${Math.floor(milliseconds / MINUTE)} min`;
}

/** Aborts the read when its time is up, and does not wait for it to stop. */
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
