/** Putting a fixed template in the place of the file. */

import { randomUUID } from 'node:crypto';
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file's text in one step, so that nobody ever reads half of it. Its mode stays, and a link stays one.
 *
 * @param before what the file must still hold, byte for byte
 * @throws Error where it does not, or cannot be written
 */
export function replaceFile(path: string, before: string, after: string): void {
  const file = realpathSync(path);
  if (!readFileSync(file).equals(Buffer.from(before, 'utf8'))) {
    throw new Error('it is not in UTF-8, or has changed in the meantime');
  }
  const beside = join(dirname(file), `.${basename(file)}.${randomUUID()}`);
  try {
    writeFileSync(beside, after, { flag: 'wx' });
    chmodSync(beside, statSync(file).mode);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
