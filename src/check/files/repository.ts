/** Finds the repository of a folder, and checks who can write to it. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A folder and the folders above it, up to the root of its repository (the folder with `.git`); only the folder itself
 * where it belongs to no repository. A `.git` that another user could have created does not end the search if there is
 * another one further up, since it could hide the policy there.
 */
export function foldersOfRepository(folder: string): readonly string[] {
  const folders = upwards(folder);
  const repositories = folders.filter((each) => existsSync(join(each, '.git')));
  const root = repositories.find((each) => !isShared(each)) ?? repositories[0] ?? folder;
  return folders.slice(0, folders.indexOf(root) + 1);
}

/** The root of a folder's repository; the folder itself where it belongs to no repository. */
export function repositoryRoot(folder: string): string {
  return foldersOfRepository(folder).at(-1) ?? folder;
}

function upwards(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

/** Whether another user of this machine can write to a file or folder. */
export const isShared = (path: string): boolean => othersCanWrite(statSync(path), process.getuid?.());

/** Who owns a file or folder, and who may do what with it, as `statSync` says. */
interface Ownership {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/**
 * Whether anyone except the user and root can write there. That includes folders like /tmp, to which anyone can add a
 * file. On Windows a process has no user number and the mode says nothing about other users, so the answer is false.
 */
export function othersCanWrite({ uid, gid, mode }: Ownership, user: number | undefined): boolean {
  if (user === undefined) return false;
  // Some systems give each user a group with the same number and no other members, and make new files writable for it
  // (login.defs(5), USERGROUPS_ENAB).
  const isOwnGroup = user !== 0 && gid === user;
  return (uid !== user && uid !== 0) || (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !isOwnGroup);
}
