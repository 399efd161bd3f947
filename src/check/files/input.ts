import { sep } from 'node:path';
import type { Pseudo } from '../../template/index.js';

/** A file that may be a template. */
export interface Input {
  /** The path for reports: as the caller wrote it, or relative to that. */
  readonly file: string;
  readonly path: string;
  /** Whether the caller named this file, so that it must be a template. */
  readonly named: boolean;
  /** The text, where it is not read from the file system. */
  readonly text?: string;
  /** The stack's values in a cloud assembly. */
  readonly stack?: Pseudo;
}

/** A path with slashes on every system, so that reports are the same everywhere. */
export function slashed(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}
