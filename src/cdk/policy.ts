/** The policy of a plugin: given, or found where `kms-guard check` finds it. */

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { findPolicyFile } from '../check/index.js';
import {
  mergePolicies,
  type PartialPolicy,
  type Policy,
  PolicyError,
  policyOfDocument,
} from '../decision/index.js';

/** @throws PolicyError naming every member that is wrong */
export function policyOf(given: PartialPolicy | string | undefined, cwd: string): Policy {
  if (typeof given === 'object') return mergePolicies(policyOfDocument(given, 'options.policy'));
  const file = given ?? findPolicyFile(cwd);
  return file === undefined ? mergePolicies() : mergePolicies(policyOfDocument(readDocument(file), file));
}

function readDocument(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    // JSON is YAML.
    return parse(text, { logLevel: 'error' });
  } catch (cause) {
    throw new PolicyError(file, [{ member: '', message: (cause as Error).message }], { cause });
  }
}
