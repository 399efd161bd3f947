/** `check --verify-keys`: asks KMS about the keys in templates, with the caller's credentials. */
import { createKeyDirectory, describeKeyWith, KeyLookupError, regionOfEnvironment } from '../../aws/index.js';
import type { KeyRecords } from '../../decision/index.js';
import { type Io, UsageError } from '../command.js';

/**
 * @param region the keys' Region; default: the environment's
 * @throws UsageError where no Region is known; the returned function throws one where KMS does not answer
 */
export function keyLookupFor(
  region: string | undefined,
  account: string | undefined,
  { env }: Pick<Io, 'env'>,
): (keys: ReadonlySet<string>) => Promise<KeyRecords> {
  const place = region ?? regionOfEnvironment(env);
  if (!place) throw new UsageError('--verify-keys needs a Region: pass --region, or set AWS_REGION');
  const directory = createKeyDirectory(describeKeyWith({ region: place }), place, () => performance.now());
  return async (keys) => {
    try {
      return await directory.lookUp(keys, account);
    } catch (error) {
      if (!(error instanceof KeyLookupError)) throw error;
      throw new UsageError(`--verify-keys: ${error.message}`, { cause: error });
    }
  };
}
