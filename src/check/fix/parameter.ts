/** The parameter for the key, used where the caller names no key. */

import { isDeepStrictEqual } from 'node:util';
import type { Policy } from '../../decision/index.js';
import type { Template } from '../../template/index.js';

const base = 'EndpointKmsKeyId';

const keyIds = '(arn:aws.*:key/)?(mrk-[0-9a-f]{32}|[0-9a-fA-F-]{36})';

/** An alias that does not begin with `aws/`. It avoids lookahead, which not every engine has. */
const customerAlias = 'alias/([^a].*|a([^w].*)?|aw([^s].*)?|aws([^/].*)?)';

/**
 * The declaration of a parameter for the key. Its pattern accepts roughly the four forms of a KMS key, which is enough to
 * catch typing mistakes. It refuses the empty string, so that a reference to the parameter is certainly a key even while
 * its value is unknown. Where the policy requires a customer managed key it also refuses AWS's own aliases.
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
  /** Whether it must be added. If not, an earlier run has added it. */
  readonly isNew: boolean;
}

/** The parameter to refer to: the one that an earlier run added, or a new one. */
export function chooseParameter(template: Template, policy: Policy): KeyParameter {
  const declaration = keyParameter(policy);
  const written = Object.keys(template.parameters).find((name) =>
    isDeepStrictEqual({ ...(template.parameters[name] as object | null) }, declaration),
  );
  if (written !== undefined) return { name: written, declaration, isNew: false };
  // A name that does not occur in the text cannot clash with a resource, a loop's item or an export.
  let name = base;
  for (let count = 2; template.text.includes(name); count++) name = `${base}${count}`;
  return { name, declaration, isNew: true };
}
