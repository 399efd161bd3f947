/** The plugin's policy: from its options, or from the file that `kms-guard check` would use. */

import { readFileSync } from 'node:fs';
import { findPolicyFile } from '../check/index.js';
import {
  MAX_POLICY_BYTES,
  mergePolicies,
  type PartialPolicy,
  type Policy,
  PolicyError,
  parseYaml,
  policyOfDocument,
} from '../decision/index.js';

/** @throws PolicyError naming every wrong member */
export function policyOf(given: PartialPolicy | string | undefined, cwd: string): Policy {
  if (typeof given === 'object') return mergePolicies(policyOfDocument(given, 'options.policy'));
  const file = given ?? findPolicyFile(cwd);
  return file === undefined ? mergePolicies() : mergePolicies(policyOfDocument(readDocument(file), file));
}

function readDocument(file: string): unknown {
  const bytes = readFileSync(file);
  if (bytes.length > MAX_POLICY_BYTES)
    throw new PolicyError(file, [{ member: '', message: 'it is longer than 1 MiB' }]);
  try {
    // YAML includes JSON.
    return parseYaml(bytes.toString('utf8'));
  } catch (cause) {
    throw new PolicyError(file, [{ member: '', message: (cause as Error).message }], { cause });
  }
}
