/**
 * Standard output and error without Node's streams, where these are files or pipes: opening a stream takes
 * three milliseconds, which is more than reading and judging a small template.
 */

import { fstatSync, writeSync } from 'node:fs';
import type { Sink } from './command.js';

/**
 * @param descriptor 1 or 2
 * @param stream Node's stream for it, for terminals and for what else needs one; opened only then
 */
export function outputTo(descriptor: number, stream: () => NodeJS.WriteStream): Sink {
  if (!takesPlainWrites(descriptor)) return stream();
  return {
    isTTY: false,
    write: (text) => writeWhole(descriptor, Buffer.from(text), stream),
  };
}

/** Linux's device number of /dev/null. */
const NULL_DEVICE = 0x103;

function takesPlainWrites(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    return status.isFile() || status.isFIFO() || (status.isCharacterDevice() && status.rdev === NULL_DEVICE);
  } catch {
    return false;
  }
}

function writeWhole(descriptor: number, bytes: Uint8Array, stream: () => NodeJS.WriteStream): void {
  let rest = bytes;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A pipe that does not wait for its reader: the stream does.
    if (code === 'EAGAIN') stream().write(rest);
    // The reader may leave early (`| head`): the exit code still tells the outcome.
    else if (code !== 'EPIPE') throw error;
  }
}
