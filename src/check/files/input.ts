/** A file that is to be looked at. */
import { sep } from 'node:path';
import type { Pseudo } from '../../template/index.js';

/** A file that may be a template. */
export interface Input {
  /** As it is shown: the path as it was given, or as found from there. */
  readonly file: string;
  readonly path: string;
  /** It was named, so that it must be a template. */
  readonly named: boolean;
  /** The text, where it does not come from the file system. */
  readonly text?: string;
  /** What a cloud assembly says of the stack. */
  readonly stack?: Pseudo;
}

/** With slashes on every system, so that reports are the same on all of them. */
export function slashed(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}
