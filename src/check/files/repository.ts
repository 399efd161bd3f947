/** The repository that a folder belongs to, and who can write there. */
import { existsSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A folder and the folders above it, up to the root of its repository (the folder with `.git`); the folder alone where
 * it belongs to none. A `.git` that another user could have made does not end the search as long as there is one
 * further up: it would hide what stands there.
 */
export function foldersOfRepository(folder: string): readonly string[] {
  const folders = upwards(folder);
  const repositories = folders.filter((each) => existsSync(join(each, '.git')));
  const root = repositories.find((each) => !isShared(each)) ?? repositories[0] ?? folder;
  return folders.slice(0, folders.indexOf(root) + 1);
}

/** The root of the repository that a folder belongs to; the folder itself where it belongs to none. */
export function repositoryRoot(folder: string): string {
  return foldersOfRepository(folder).at(-1) ?? folder;
}

function upwards(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

/** Whether another user of this machine can write to a file or folder. */
export const isShared = (path: string): boolean => othersCanWrite(statSync(path), process.getuid?.());

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
