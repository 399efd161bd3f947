/** The part of a call of `check` that asks for a fix. */

import { UsageError } from '../command.js';
import { type Key, parseKey } from './key.js';

export interface FixCall {
  readonly key: Key | undefined;
  readonly write: boolean;
}

/**
 * @returns undefined where no fix is asked for
 * @throws UsageError where the options do not go together
 */
export function readFixCall(
  values: {
    readonly fix?: boolean;
    readonly write?: boolean;
    readonly key?: string;
    readonly format?: string;
    readonly output?: string;
  },
  paths: readonly string[],
): FixCall | undefined {
  const { fix, write = false, key, format, output } = values;
  if (fix !== true) {
    if (write) throw new UsageError('--write goes with --fix');
    if (key !== undefined) throw new UsageError('--key goes with --fix');
    return undefined;
  }
  if (format !== undefined || output !== undefined) {
    throw new UsageError('--fix shows a diff in the place of the report: leave out --format and --output');
  }
  if (write && paths.includes('-'))
    throw new UsageError('--write needs files: standard input cannot be written');
  return { key: key === undefined ? undefined : parseKey(key), write };
}
