import { createRequire } from 'node:module';
import { type PartialPolicy, parsePolicy } from '../decision/index.js';

const FRESH_MS = 5 * 60_000;
/** After a failure the bucket is asked again sooner, but not by every invocation. */
const RETRY_MS = 30_000;
const READ_MS = 4_000;
const MAX_BYTES = 1024 * 1024;

/** The bucket could not be read, and there is no earlier policy to go by. Holds no secret. */
export class PolicySourceError extends Error {
  override readonly name = 'PolicySourceError';
}

/** Reads an object, or says that it still has the ETag given. */
export type ObjectReader = (
  bucket: string,
  key: string,
  etag: string | undefined,
  signal: AbortSignal,
) => Promise<{ readonly text: string; readonly etag: string | undefined } | 'unchanged'>;

export interface PolicyStoreEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds, from any start. */
  readonly clock: () => number;
  readonly readObject: ObjectReader;
}

/** The operator's policy. @param warn told where an old policy has to serve */
export type PolicyStore = (warn: (message: string) => void) => Promise<PartialPolicy>;

interface Kept {
  readonly source: string;
  readonly policy: PartialPolicy;
  readonly etag?: string | undefined;
  readonly until: number;
}

/**
 * Keeps the policy that GUARD_POLICY gives: the document itself, or `s3://bucket/key`, which is read again
 * after five minutes. Where the bucket cannot be read the last good policy serves. A document that does not
 * validate never serves, and neither does the one before it: its author means it to count from now on.
 *
 * The store throws PolicyError where the document is wrong, PolicySourceError where it cannot be had.
 */
export function createPolicyStore(environment: PolicyStoreEnvironment): PolicyStore {
  let kept: Kept | undefined;
  let reading: Promise<PartialPolicy> | undefined;

  async function fromText(text: string): Promise<PartialPolicy> {
    const policy = await parsePolicy(text, 'GUARD_POLICY');
    kept = { source: text, policy, until: Number.POSITIVE_INFINITY };
    return policy;
  }

  async function fromBucket(source: string, last: Kept | undefined, warn: (message: string) => void) {
    const { bucket, key } = parseAddress(source);
    let answer: Awaited<ReturnType<ObjectReader>>;
    try {
      answer = await limited((signal) => environment.readObject(bucket, key, last?.etag, signal));
    } catch (cause) {
      const why = `The policy ${source} cannot be read (${nameOf(cause)})`;
      if (last === undefined) throw new PolicySourceError(why, { cause });
      warn(`${why}; the last good one serves`);
      kept = { ...last, until: environment.clock() + RETRY_MS };
      return last.policy;
    }
    const until = environment.clock() + FRESH_MS;
    if (answer === 'unchanged') {
      if (last === undefined) throw new PolicySourceError(`The policy ${source} was answered as unchanged`);
      kept = { ...last, until };
      return last.policy;
    }
    const policy = await parsePolicy(answer.text, source);
    kept = { source, policy, etag: answer.etag, until };
    return policy;
  }

  return async (warn) => {
    const source = environment.env.GUARD_POLICY ?? '';
    const last = kept?.source === source ? kept : undefined;
    if (last !== undefined && environment.clock() < last.until) return last.policy;
    if (!source.trim().startsWith('s3://')) return fromText(source);
    // Invocations that come at the same time share one reading.
    reading ??= fromBucket(source, last, warn).finally(() => {
      reading = undefined;
    });
    return reading;
  };
}

function parseAddress(source: string): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]*)\/(.+)$/.exec(source.trim()) ?? [];
  if (bucket !== undefined && key !== undefined) return { bucket, key };
  throw new PolicySourceError('GUARD_POLICY is no address of the form s3://bucket/key');
}

/** The reader is told to stop when its time is up, and is not waited for if it does not. */
async function limited<T>(read: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = named('TimeoutError');
      reject(error);
      abort.abort(error);
    }, READ_MS);
  });
  try {
    return await Promise.race([read(abort.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** An error of ours beside those of S3: its name is what is told of it. */
function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

/** The error's name, which says what S3 has against it; its message may hold more than should be told. */
function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}

/** Reads from Amazon S3 with the runtime's own SDK, which nobody loads who keeps no policy there. */
export const readS3Object: ObjectReader = async (bucket, key, etag, signal) => {
  // Not `import()`: only `require` finds the SDK of the Lambda runtime, by NODE_PATH.
  const { GetObjectCommand, S3Client } = createRequire(__filename)(
    '@aws-sdk/client-s3',
  ) as typeof import('@aws-sdk/client-s3');
  const client = new S3Client({ maxAttempts: 2, followRegionRedirects: true });
  try {
    const input = { Bucket: bucket, Key: key, ...(etag === undefined ? {} : { IfNoneMatch: etag }) };
    const { Body, ContentLength, ETag } = await client.send(new GetObjectCommand(input), {
      abortSignal: signal,
    });
    if ((ContentLength ?? 0) > MAX_BYTES) throw named('PolicyTooLarge');
    return { text: (await Body?.transformToString()) ?? '', etag: ETag };
  } catch (error) {
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === 304) return 'unchanged';
    throw error;
  } finally {
    client.destroy();
  }
};
