/** The parameter that takes the key where none is given. */

import { isDeepStrictEqual } from 'node:util';
import type { Template } from '../../template/index.js';

const base = 'EndpointKmsKeyId';

/**
 * The four forms that KMS gives a key, well enough to catch a slip. The pattern rules out the empty string, so that a reference to the
 * parameter is certainly a key, before anybody knows its value.
 */
export const keyParameter: Readonly<Record<string, string>> = {
  Type: 'String',
  Description: 'KMS key that encrypts the storage volumes of the SageMaker endpoints',
  AllowedPattern: '(arn:aws.*:)?alias/.+|(arn:aws.*:key/)?(mrk-[0-9a-f]{32}|[0-9a-fA-F-]{36})',
  ConstraintDescription: 'must be a key ID, key ARN, alias name or alias ARN',
};

export interface KeyParameter {
  readonly name: string;
  /** It has to be added; otherwise an earlier run has done so. */
  readonly isNew: boolean;
}

/** The parameter to refer to: the very one that an earlier run has written, or a new one. */
export function chooseParameter(template: Template): KeyParameter {
  const written = Object.keys(template.parameters).find((name) =>
    isDeepStrictEqual({ ...(template.parameters[name] as object | null) }, keyParameter),
  );
  if (written !== undefined) return { name: written, isNew: false };
  // A name that the text does not contain cannot clash with anything: a resource, a loop's item, an export.
  let name = base;
  for (let count = 2; template.text.includes(name); count++) name = `${base}${count}`;
  return { name, isNew: true };
}
