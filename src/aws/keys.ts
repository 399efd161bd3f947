/** Asks KMS about keys for `keyPolicy: verified`, and keeps the answers for a while. */
import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { KeyRecord, KeyRecords } from '../decision/index.js';
import { arnPattern } from '../template/index.js';
import type { DescribeKey } from './describe-key.js';

/**
 * KMS did not answer about a key. From KMS's own message, the message contains only the principal that asked and the
 * kind of policy that refused it.
 */
export class KeyLookupError extends Error {
  override readonly name = 'KeyLookupError';

  constructor(
    /** `denied`: the caller itself may not call kms:DescribeKey. `unavailable`: everything else. */
    readonly code: 'denied' | 'unavailable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Where and when the keys are used, as far as that is known. */
export interface KeyPlace {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Whether a key that does not exist may be created before it is used, so that such an answer is not kept. */
  readonly isPlanned?: boolean | undefined;
}

export interface KeyDirectory {
  /**
   * KMS's answers by the text of the key: key ID, key ARN, alias name or alias ARN. It asks about a text at most once in
   * five minutes and a Region.
   * @param place If the caller may not describe a key of this account, that is an error
   * @throws KeyLookupError
   */
  lookUp(keys: Iterable<string>, place: KeyPlace): Promise<KeyRecords>;
}

const KEPT_MILLISECONDS = 5 * 60_000;
const KEPT_ENTRIES = 1_000;
/** KMS answers hundreds of requests per second. A template with hundreds of keys should not use them all. */
const CONCURRENCY = 16;

type Answer =
  | KeyRecord
  | { readonly state: 'denied'; readonly principal: string | undefined; readonly why: string | undefined };

interface Kept {
  readonly answer: Promise<Answer>;
  readonly forget: () => void;
  readonly until: number;
}

/** @param clock a monotonic clock in milliseconds; its start means nothing */
export function createKeyDirectory(describeKey: DescribeKey, clock: () => number): KeyDirectory {
  const kept = new Map<string, Kept>();

  function answerTo(key: string, region: string | undefined): Kept {
    const id = `${region} ${key}`;
    const known = kept.get(id);
    if (known !== undefined && clock() < known.until) return known;
    kept.delete(id);
    // A Map keeps the order of insertion, so the first entry is the oldest.
    for (const [oldest] of kept) {
      if (kept.size < KEPT_ENTRIES) break;
      kept.delete(oldest);
    }
    const answer = ask(key, region, describeKey);
    const forget = () => {
      if (kept.get(id) === entry) kept.delete(id);
    };
    const entry = { answer, forget, until: clock() + KEPT_MILLISECONDS };
    kept.set(id, entry);
    // Do not keep a failure, so that the next lookup asks again.
    answer.catch(forget);
    return entry;
  }

  async function record(key: string, { account, region, isPlanned }: KeyPlace): Promise<KeyRecord> {
    const [, , , keyRegion, owner] = key.startsWith('arn:') ? key.split(':') : [];
    if (region && keyRegion && keyRegion !== region) return { state: 'otherRegion', arn: key };
    const { answer: answering, forget } = answerTo(key, region);
    const answer = await answering;
    if (answer.state === 'notFound' && isPlanned) forget();
    if (answer.state !== 'denied') return answer;
    const { principal, why } = answer;
    // The account of whoever asked; an alias name or a key ID stands for a key of that account.
    const own = principal?.split(':')[4] ?? account;
    const isOwn = !owner || !own || owner === own;
    // Where the caller's own permission is missing, the owner of the key cannot help.
    if (!isOwn && why !== 'no identity-based policy') return { state: 'notVerifiable', principal };
    // Do not keep the refusal, so that the next lookup notices a new permission.
    forget();
    throw new KeyLookupError(
      'denied',
      `${principal ?? 'the caller'} is not allowed to call kms:DescribeKey on "${key}"${why ? ` (KMS: ${why})` : ''}`,
    );
  }

  return {
    async lookUp(keys, place) {
      const texts = [...new Set(keys)];
      const records = new Map<string, KeyRecord>();
      // p-map is not used, since it would add 2.5 KB to the Lambda bundle.
      for (let start = 0; start < texts.length; start += CONCURRENCY) {
        const batch = texts.slice(start, start + CONCURRENCY);
        const answers = batch.map(async (key) => [key, await record(key, place)] as const);
        for (const [key, answer] of await Promise.all(answers)) records.set(key, answer);
      }
      return records;
    },
  };
}

async function ask(key: string, region: string | undefined, describeKey: DescribeKey): Promise<Answer> {
  let metadata: KeyMetadata | undefined;
  try {
    metadata = await describeKey(key, region);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    // InvalidArnException: the ARN cannot be that of a key.
    if (name === 'NotFoundException' || name === 'InvalidArnException') return { state: 'notFound' };
    if (name === 'AccessDeniedException')
      return { state: 'denied', principal: principalIn(message), why: whyIn(message) };
    throw unavailable(key, name, error);
  }
  const { Arn, KeyManager, KeyState, KeySpec, KeyUsage } = metadata ?? {};
  if (!Arn || !keyArn.test(Arn) || !KeyManager || !KeyState || !KeySpec || !KeyUsage) {
    throw unavailable(key, 'an answer that describes no key', metadata);
  }
  return {
    state: 'found',
    arn: Arn,
    manager: KeyManager,
    keyState: KeyState,
    spec: KeySpec,
    usage: KeyUsage,
  };
}

const keyArn = new RegExp(`^${arnPattern('kms')}key/`);

function unavailable(key: string, why: string, cause: unknown): KeyLookupError {
  return new KeyLookupError('unavailable', `KMS could not be asked about the key "${key}" (${why})`, {
    cause,
  });
}

/**
 * The ARN of the principal that asked, in the form of a key policy: for a role's session, the role. The session itself
 * for a role of IAM Identity Center, whose ARN has a path that the session's ARN does not show.
 */
function principalIn(message: string): string | undefined {
  const arn = /^User: (arn:\S+) is not authorized/.exec(message)?.[1];
  return arn?.replace(
    /^(arn:[^:]+):sts::(\d+):assumed-role\/(?!AWSReservedSSO_)([^/]+)\/.*$/,
    '$1:iam::$2:role/$3',
  );
}

/**
 * The policy that refused the caller, in KMS's words: `no resource-based policy`, `explicit deny in a service control
 * policy`. Source: "Troubleshoot access denied error messages" in the IAM User Guide.
 */
function whyIn(message: string): string | undefined {
  return / ((?:no|explicit deny in an?) [\w -]{1,40}?(?:policy|boundary))\b/.exec(message)?.[1];
}
