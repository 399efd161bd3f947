/** Reads the options of `check` that are about `--fix`. */

import type { WrittenKey } from '../../check/index.js';
import { isWellFormed } from '../../decision/index.js';
import { UsageError } from '../command.js';

/**
 * @returns undefined without `--fix`
 * @throws UsageError where the options contradict each other
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
): { readonly key: WrittenKey | undefined; readonly write: boolean } | undefined {
  const { fix, write = false, key, format, output } = values;
  if (fix !== true) {
    if (write) throw new UsageError('--write needs --fix');
    if (key !== undefined) throw new UsageError('--key needs --fix');
    return undefined;
  }
  if (format !== undefined || output !== undefined) {
    throw new UsageError('--fix shows a diff instead of the report: leave out --format and --output');
  }
  if (write && paths.includes('-'))
    throw new UsageError('--write needs files: standard input cannot be written');
  return { key: key === undefined ? undefined : parseKey(key), write };
}

/**
 * Reads the value of `--key`: one of the four forms of a KMS key, a dynamic reference, `!Ref Name` or
 * `!GetAtt Name.Attribute`.
 * @throws UsageError
 */
export function parseKey(text: string): WrittenKey {
  const ref = /^!Ref\s+([A-Za-z0-9]+)$/.exec(text)?.[1];
  if (ref !== undefined) return { kind: 'Ref', name: ref };
  const [, name, attribute] = /^!GetAtt\s+([A-Za-z0-9]+)\.([A-Za-z0-9.]+)$/.exec(text) ?? [];
  if (name !== undefined && attribute !== undefined) return { kind: 'GetAtt', name, attribute };
  // A name such as EndpointKey, without `!Ref`, would be written as a key that no account has.
  if (isWellFormed(text) || /^\{\{resolve:[^{}'\s]+\}\}$/.test(text)) {
    return { kind: 'literal', value: text };
  }
  throw new UsageError(
    `--key must be a key ID, key ARN, alias name or alias ARN, a dynamic reference, !Ref Name or !GetAtt Name.Arn, not "${text}"`,
  );
}
