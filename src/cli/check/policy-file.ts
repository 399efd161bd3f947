/** The policy of a call: the file that is named, or the nearest one upwards from the working folder. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { decode } from '../../check/decode.js';
import { mergePolicies, type Policy, PolicyError, parsePolicy } from '../../decision/index.js';
import { UsageError } from '../command.js';
import { reasonOf } from './inputs.js';

export const POLICY_FILE = 'kms-guard.yaml';

/** @throws UsageError where the file cannot be read or is no policy */
export async function loadPolicy(named: string | undefined, cwd: string): Promise<Policy> {
  const file = named ?? findUpwards(cwd);
  if (file === undefined) return mergePolicies();
  let text: string;
  try {
    text = decode(readFileSync(resolve(cwd, file)));
  } catch (error) {
    throw new UsageError(`the policy ${file} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
  try {
    return mergePolicies(await parsePolicy(text, file));
  } catch (error) {
    if (error instanceof PolicyError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** The nearest policy file upwards from a folder. */
export function findUpwards(folder: string): string | undefined {
  const file = join(folder, POLICY_FILE);
  if (existsSync(file)) return file;
  const parent = dirname(folder);
  return parent === folder ? undefined : findUpwards(parent);
}
