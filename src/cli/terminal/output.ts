/**
 * Writes to standard output and error without Node's streams, where these are files or pipes: opening a stream takes
 * three milliseconds, more than reading and judging a small template.
 */

import { fstatSync, writeSync } from 'node:fs';
import type { Sink } from '../command.js';

/**
 * @param descriptor 1 or 2
 * @param stream opens Node's stream, for terminals and other devices that need one
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
    // The pipe does not wait for its reader, but Node's stream does.
    if (code === 'EAGAIN') stream().write(rest);
    // EPIPE: the reader closed the pipe early (`| head`). The exit code still shows the outcome.
    else if (code !== 'EPIPE') throw error;
  }
}
