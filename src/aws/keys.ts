/** Asks KMS about keys for `keyPolicy: verified`, and keeps the answers for a while. */
import type { KeyMetadata, KMSClientConfig } from '@aws-sdk/client-kms';
import type { KeyRecord, KeyRecords } from '../decision/index.js';
import { loadSdk } from './load-sdk.js';

/** One call of kms:DescribeKey; rejects with the SDK's own error. */
export type DescribeKey = (key: string) => Promise<KeyMetadata | undefined>;

/** KMS did not answer about a key. The message contains nothing from KMS's own message. */
export class KeyLookupError extends Error {
  override readonly name = 'KeyLookupError';

  constructor(
    /** `denied`: the caller may not describe a key of its own account. `unavailable`: everything else. */
    readonly code: 'denied' | 'unavailable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface KeyDirectory {
  /**
   * KMS's answers by the text of the key: key ID, key ARN, alias name or alias ARN. It asks about a text at most once in
   * five minutes.
   * @param account the caller's own account. If the caller may not describe a key of this account, that is an error
   * @throws KeyLookupError
   */
  lookUp(keys: Iterable<string>, account: string | undefined): Promise<KeyRecords>;
}

const KEPT_MILLISECONDS = 5 * 60_000;
const KEPT_ENTRIES = 1_000;
/** KMS answers hundreds of requests per second. A template with hundreds of keys should not use them all. */
const CONCURRENCY = 16;

type Answer = KeyRecord | { readonly state: 'denied'; readonly principal: string | undefined };

interface Kept {
  readonly answer: Promise<Answer>;
  readonly until: number;
}

/**
 * @param region the Region in which `describeKey` asks
 * @param clock a monotonic clock in milliseconds; its start means nothing
 */
export function createKeyDirectory(
  describeKey: DescribeKey,
  region: string,
  clock: () => number,
): KeyDirectory {
  const kept = new Map<string, Kept>();

  function answerTo(key: string): Promise<Answer> {
    const known = kept.get(key);
    if (known !== undefined && clock() < known.until) return known.answer;
    kept.delete(key);
    // A Map keeps the order of insertion, so the first entry is the oldest.
    for (const [oldest] of kept) {
      if (kept.size < KEPT_ENTRIES) break;
      kept.delete(oldest);
    }
    const answer = ask(key, describeKey);
    const entry = { answer, until: clock() + KEPT_MILLISECONDS };
    kept.set(key, entry);
    // Do not keep a failure, so that the next lookup asks again.
    answer.catch(() => kept.get(key) === entry && kept.delete(key));
    return answer;
  }

  async function record(key: string, account: string | undefined): Promise<KeyRecord> {
    const [, , , keyRegion, owner] = key.startsWith('arn:') ? key.split(':') : [];
    if (keyRegion !== undefined && keyRegion !== region) return { state: 'otherRegion', arn: key };
    const answer = await answerTo(key);
    if (answer.state !== 'denied') return answer;
    if (owner !== undefined && owner !== account) return { ...answer, state: 'notVerifiable' };
    // Do not keep the refusal, so that the next lookup notices a new permission.
    kept.delete(key);
    throw new KeyLookupError(
      'denied',
      `${answer.principal ?? 'the caller'} is not allowed to call kms:DescribeKey on ${JSON.stringify(key)}, a key of its own account`,
    );
  }

  return {
    async lookUp(keys, account) {
      const texts = [...new Set(keys)];
      const records = new Map<string, KeyRecord>();
      // p-map is not used, since it would add 2.5 KB to the Lambda bundle.
      for (let start = 0; start < texts.length; start += CONCURRENCY) {
        const batch = texts.slice(start, start + CONCURRENCY);
        const answers = batch.map(async (key) => [key, await record(key, account)] as const);
        for (const [key, answer] of await Promise.all(answers)) records.set(key, answer);
      }
      return records;
    },
  };
}

async function ask(key: string, describeKey: DescribeKey): Promise<Answer> {
  let metadata: KeyMetadata | undefined;
  try {
    metadata = await describeKey(key);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    // InvalidArnException: the ARN cannot be that of a key.
    if (name === 'NotFoundException' || name === 'InvalidArnException') return { state: 'notFound' };
    if (name === 'AccessDeniedException') return { state: 'denied', principal: principalIn(message) };
    throw unavailable(key, name, error);
  }
  const { Arn, KeyManager, KeyState, KeySpec, KeyUsage } = metadata ?? {};
  if (!Arn || !KeyManager || !KeyState || !KeySpec || !KeyUsage) {
    throw unavailable(key, 'an answer that lacks members', metadata);
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

function unavailable(key: string, why: string, cause: unknown): KeyLookupError {
  return new KeyLookupError(
    'unavailable',
    `KMS could not be asked about the key ${JSON.stringify(key)} (${why})`,
    {
      cause,
    },
  );
}

/** The ARN of the principal that asked, in the form of a key policy: for a role's session, the role. */
function principalIn(message: string): string | undefined {
  const arn = /^User: (arn:\S+) is not authorized/.exec(message)?.[1];
  return arn?.replace(/^(arn:[^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3');
}

/**
 * Asks KMS with the SDK, which the first call loads: in Lambda the runtime's own, elsewhere the package's. A call gives up
 * after some ten seconds, well within the 30 seconds that CloudFormation waits for the hook.
 */
export function describeKeyWith(
  config: Pick<KMSClientConfig, 'region' | 'credentials' | 'retryStrategy' | 'requestHandler'> = {},
): DescribeKey {
  let describe: DescribeKey | undefined;
  return (key) => {
    describe ??= connect(config);
    return describe(key);
  };
}

function connect(config: KMSClientConfig): DescribeKey {
  const { DescribeKeyCommand, KMSClient } = loadSdk('client-kms');
  const requestHandler = {
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    throwOnRequestTimeout: true,
  };
  const client = new KMSClient({ maxAttempts: 4, requestHandler, ...config });
  return async (KeyId) => (await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
}
