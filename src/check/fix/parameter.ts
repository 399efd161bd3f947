/** The parameter that takes the key where none is given. */

import { isDeepStrictEqual } from 'node:util';
import type { Policy } from '../../decision/index.js';
import type { Template } from '../../template/index.js';

const base = 'EndpointKmsKeyId';

const keyIds = '(arn:aws.*:key/)?(mrk-[0-9a-f]{32}|[0-9a-fA-F-]{36})';

/** An alias that does not begin with `aws/`, without look-ahead, which not every engine has. */
const customerAlias = 'alias/([^a].*|a([^w].*)?|aw([^s].*)?|aws([^/].*)?)';

/**
 * The declaration of a parameter for the key: the four forms that KMS gives a key, well enough to catch a slip. The
 * pattern rules out the empty string, so that a reference to the parameter is certainly a key before its value is
 * known; where the policy asks for a customer managed key it keeps AWS's own aliases out.
 */
export function keyParameter({ keyPolicy }: Policy): Readonly<Record<string, string>> {
  const takesAwsKeys = keyPolicy === 'present' || keyPolicy === 'wellFormed';
  return {
    Type: 'String',
    Description: 'KMS key that encrypts the storage volumes of the SageMaker endpoints',
    AllowedPattern: `(arn:aws.*:)?${takesAwsKeys ? 'alias/.+' : customerAlias}|${keyIds}`,
    ConstraintDescription: 'must be a key ID, key ARN, alias name or alias ARN',
  };
}

export interface KeyParameter {
  readonly name: string;
  readonly declaration: Readonly<Record<string, string>>;
  /** It has to be added; otherwise an earlier run has done so. */
  readonly isNew: boolean;
}

/** The parameter to refer to: the very one that an earlier run has written, or a new one. */
export function chooseParameter(template: Template, policy: Policy): KeyParameter {
  const declaration = keyParameter(policy);
  const written = Object.keys(template.parameters).find((name) =>
    isDeepStrictEqual({ ...(template.parameters[name] as object | null) }, declaration),
  );
  if (written !== undefined) return { name: written, declaration, isNew: false };
  // A name that the text does not contain cannot clash with anything: a resource, a loop's item, an export.
  let name = base;
  for (let count = 2; template.text.includes(name); count++) name = `${base}${count}`;
  return { name, declaration, isNew: true };
}
