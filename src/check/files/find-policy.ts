/** Finds the policy file for a working folder, for the command line and the CDK plugin. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PolicyError } from '../../decision/index.js';
import { foldersOfRepository, isShared } from './repository.js';

export const POLICY_FILE = 'kms-guard.yaml';

/**
 * The nearest policy file, from the working folder up to the root of its repository (the folder with `.git`). Without a
 * repository it searches only the working folder.
 *
 * @returns the full path; undefined where there is no file, so that the defaults apply
 * @throws PolicyError where another user of the machine can write to the file or to one of the searched folders
 */
export function findPolicyFile(workingFolder: string): string | undefined {
  const folders = foldersOfRepository(workingFolder);
  const at = folders.findIndex((folder) => existsSync(join(folder, POLICY_FILE)));
  const folder = folders[at];
  if (folder === undefined) return undefined;
  const file = join(folder, POLICY_FILE);
  const shared = [...folders.slice(0, at + 1), file].find(isShared);
  if (shared !== undefined) {
    const message = `another user of this machine can write to ${shared}, and so could have changed the policy. If the policy is yours, name the file with --policy (in the CDK plugin with the option policy)`;
    throw new PolicyError(file, [{ member: '', message }]);
  }
  return file;
}
