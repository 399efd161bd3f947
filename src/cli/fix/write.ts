import { randomUUID } from 'node:crypto';
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file's text in one step, so that no reader sees half of it. It keeps the file's mode, and keeps a link.
 *
 * @param before the text that the file must still have, byte for byte
 * @throws Error where the file has another text, or cannot be written
 */
export function replaceFile(path: string, before: string, after: string): void {
  const file = realpathSync(path);
  const bytes = readFileSync(file);
  // A link to the file may have come first.
  if (bytes.equals(Buffer.from(after, 'utf8'))) return;
  if (!bytes.equals(Buffer.from(before, 'utf8'))) {
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
