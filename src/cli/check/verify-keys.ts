/** `check --verify-keys`: asks KMS about the keys in templates, with the caller's credentials. */
import pMap from 'p-map';
import {
  AwsFailure,
  callerAccount,
  concernsEveryCall,
  createKeyDirectory,
  describeKeyWith,
  explain,
  KeyLookupError,
  sts,
} from '../../aws/index.js';
import type { LookUpKeys, Problem } from '../../check/index.js';
import type { KeyRecord } from '../../decision/index.js';
import { UsageError } from '../command.js';

export interface KeyLookup {
  /** The keys' Region where neither the call nor a cloud assembly names one. */
  readonly region: string;
  /** KMS's answers; a key that KMS does not describe has none. */
  readonly lookUp: LookUpKeys;
  /** Why keys have no answer, each reason once, at the first file. */
  readonly problems: readonly Problem[];
}

/** KMS answers hundreds of requests per second. */
const CONCURRENCY = 16;

/**
 * @param option the value of --region
 * @throws UsageError where no Region is known
 */
export async function createKeyLookup(option: string | undefined): Promise<KeyLookup> {
  const region = await regionOfCall(option);
  const directory = createKeyDirectory(describeKeyWith(), () => performance.now());
  const problems = new Map<string, Problem>();
  let caller: Promise<string | undefined> | undefined;
  let isLost = false;

  /** Why the caller cannot ask for a stack of this account; undefined where it can. @throws AwsFailure */
  async function otherAccount(account: string | undefined): Promise<UsageError | undefined> {
    if (account === undefined) return undefined;
    caller ??= sts({ region }).then(callerAccount);
    const own = await caller;
    if (own === undefined || own === account) return undefined;
    const what = `the credentials are of account ${own}, and the stack is deployed in ${account}`;
    return new UsageError(`${what}: use credentials of that account`);
  }

  return {
    region,
    get problems() {
      return [...problems.values()];
    },
    async lookUp(keys, { accountId: account, region: place = region }, file) {
      const records = new Map<string, KeyRecord>();
      const look = async (key: string, stranger: UsageError | undefined) => {
        // Wait only once for a KMS that cannot be reached.
        if (isLost) return;
        try {
          // An alias name or a key ID would stand for another key.
          if (stranger && !key.startsWith('arn:')) throw stranger;
          const record = (await directory.lookUp([key], { account, region: place })).get(key);
          if (stranger && record?.state === 'notVerifiable') throw stranger;
          if (record) records.set(key, record);
        } catch (error) {
          note(file, error);
        }
      };
      try {
        const stranger = keys.size > 0 ? await otherAccount(account) : undefined;
        await pMap(keys, (key) => look(key, stranger), { concurrency: CONCURRENCY });
      } catch (error) {
        note(file, error);
      }
      return records;
    },
  };

  function note(file: string, error: unknown): void {
    const failure = error instanceof KeyLookupError ? explainLookup(error) : error;
    if (!(failure instanceof AwsFailure || failure instanceof UsageError)) throw error;
    if (failure instanceof AwsFailure && concernsEveryCall(failure)) isLost = true;
    const message = `--verify-keys: ${failure.message}`;
    if (!problems.has(message)) problems.set(message, { file, message });
  }
}

/** @throws UsageError */
async function regionOfCall(option: string | undefined): Promise<string> {
  try {
    // The client finds the Region of the environment and of the profile.
    return await (await sts({ region: option })).config.region();
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    throw new UsageError(`--verify-keys: ${error.message}`, { cause: error });
  }
}

function explainLookup({ code, message, cause }: KeyLookupError): AwsFailure | UsageError {
  if (code === 'denied')
    return new UsageError(`${message}: allow it to that principal, in the key's policy too`);
  const explained = explain(cause, 'kms:DescribeKey');
  return explained instanceof AwsFailure ? explained : new UsageError(message);
}
