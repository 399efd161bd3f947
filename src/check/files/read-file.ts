/** Reads files, and puts file errors into words. */
import { closeSync, openSync, readSync } from 'node:fs';
import { TemplateError } from '../../template/index.js';
import { InputError, MAX_BYTES } from './decode.js';

const CHUNK = 64 * 1024;

/**
 * The bytes of a file, of which it reads no more than a template can have: others may not fit into memory, or never end.
 *
 * @param what what the file should be, for the message
 * @throws InputError, or the error of the file system
 */
export function readBytes(path: string, what = 'template'): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    for (let length = 0; length <= MAX_BYTES; ) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const read = readSync(file, chunk);
      if (read === 0) return Buffer.concat(chunks, length);
      chunks.push(chunk.subarray(0, read));
      length += read;
    }
  } finally {
    closeSync(file);
  }
  throw tooLarge(what);
}

/**
 * The bytes of standard input, of which it reads no more than of a file.
 *
 * @throws InputError
 */
export async function readStream(stream: AsyncIterable<string | Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MAX_BYTES) throw tooLarge('template');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(what: string): InputError {
  return new InputError(`it is larger than any ${what} can be (1 MB)`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
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
