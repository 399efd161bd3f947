/** Reads files, and puts file errors into words. */
import { readFileSync } from 'node:fs';
import { TemplateError } from '../../template/index.js';
import { InputError, MAX_BYTES } from './decode.js';

/** The bytes of a file. @throws InputError, or the error of the file system */
export function readBytes(path: string): Uint8Array {
  const bytes = readFileSync(path);
  if (bytes.length > MAX_BYTES) throw new InputError('it is larger than any template can be (1 MB)');
  return bytes;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'it cannot be read (permission denied)',
  EPERM: 'it cannot be read (permission denied)',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links form a circle',
};

/** Whether the input, not this program, caused an error. */
export function isOfInput(error: unknown): error is Error {
  return (
    error instanceof TemplateError ||
    error instanceof InputError ||
    (error instanceof Error && 'syscall' in error)
  );
}

/** What went wrong, without the path, since the report shows that anyway. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : reasons[code]) ?? message;
}
