/** Finds the policy of a working folder, for the command line and the CDK plugin. */
import { existsSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PolicyError } from '../decision/index.js';

export const POLICY_FILE = 'kms-guard.yaml';

/**
 * The nearest policy file, from the working folder upwards to the root of its repository (the folder with `.git`).
 * Without a repository only the working folder is looked into.
 *
 * @returns its whole path; undefined where there is none, so that the defaults are in force
 * @throws PolicyError where another user of the machine can write to the file or to a folder on the way to it
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

/**
 * The working folder and the folders above it, up to the root of the repository. A `.git` that another user could have
 * made does not end the search as long as there is one further up: it would hide the policy that stands there.
 */
function foldersOfRepository(workingFolder: string): string[] {
  const folders = upwards(workingFolder);
  const repositories = folders.filter((folder) => existsSync(join(folder, '.git')));
  const root = repositories.find((folder) => !isShared(folder)) ?? repositories[0] ?? workingFolder;
  return folders.slice(0, folders.indexOf(root) + 1);
}

function upwards(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

const isShared = (path: string): boolean => othersCanWrite(statSync(path), process.getuid?.());

/**
 * Whether somebody other than the user and root can write there. A folder like /tmp counts, since anybody can add a file
 * to it. On Windows there is no such number and the mode says nothing of other users: nothing is refused.
 */
export function othersCanWrite(
  { uid, gid, mode }: Pick<Stats, 'uid' | 'gid' | 'mode'>,
  user: number | undefined,
): boolean {
  if (user === undefined) return false;
  // Where each user has a group of the same number, new files belong to it and are group-writable (login.defs(5),
  // USERGROUPS_ENAB), and nobody else is in it.
  const isOwnGroup = user !== 0 && gid === user;
  return (uid !== user && uid !== 0) || (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isOwnGroup);
}
