/** Decodes a file: as UTF-16 where it has that byte order mark, else as UTF-8. */
import { isUtf8 } from 'node:buffer';

/** CloudFormation takes 1 MB, and a character has at most four bytes. A longer file is not a template. */
export const MAX_BYTES = 8 * 1024 * 1024;

/** An input that cannot be used, and why, as the end of a sentence. */
export class InputError extends Error {
  override name = 'InputError';
}

/** @throws InputError where the bytes are not text */
export function decode({ buffer, byteOffset, byteLength }: Uint8Array): string {
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (first === 0xfe && second === 0xff) {
    const even = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
    return even.swap16().toString('utf16le');
  }
  if (!isUtf8(bytes)) throw new InputError('it is not text in UTF-8, nor in UTF-16 with a byte order mark');
  return bytes.toString('utf8');
}
