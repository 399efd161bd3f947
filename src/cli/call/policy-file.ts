/** Reads the policy of a call: the file that the caller named, or the one for the working folder. */

import { relative, resolve } from 'node:path';
import { decode, findPolicyFile, POLICY_FILE, readBytes, reasonOf } from '../../check/index.js';
import { mergePolicies, PolicyError, parsePolicy } from '../../decision/index.js';
import { UsageError } from '../command.js';

export const policyOption = {
  type: 'string',
  value: 'FILE',
  help: `the policy (default: the nearest ${POLICY_FILE}, from here up to the repository's root)`,
} as const;

/**
 * @returns `file`: as the caller wrote it, or relative to the working folder; undefined where the defaults apply
 * @throws UsageError where the file cannot be read, is not a policy, or another user could have changed it
 */
export async function loadPolicy(named: string | undefined, cwd: string) {
  const file = named ?? findPolicy(cwd);
  if (file === undefined) return { policy: mergePolicies(), file };
  try {
    return { policy: mergePolicies(await parsePolicy(readPolicyText(file, cwd), file)), file };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const hint = `(\`kms-guard policy ${file}\` shows the places)`;
    throw new UsageError(`${error.message} ${hint}`, { cause: error });
  }
}

/**
 * The policy file for the working folder, as a relative path; undefined where there is none.
 * @throws UsageError where another user could have changed it
 */
export function findPolicy(cwd: string): string | undefined {
  try {
    const path = findPolicyFile(cwd);
    return path === undefined ? undefined : relative(cwd, path);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

/** @throws UsageError where the file cannot be read */
export function readPolicyText(file: string, cwd: string): string {
  try {
    return decode(readBytes(resolve(cwd, file), 'policy'));
  } catch (error) {
    throw new UsageError(`the policy ${file} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}
