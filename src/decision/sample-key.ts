import type { Subject } from './configuration.js';
import type { Policy } from './policy.js';
import { matches } from './text-pattern.js';

/** The ID that AWS's own documentation shows: nobody takes it for a key of theirs. */
const SAMPLE_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';

/** A value to show where the owner's key belongs: one that the policy takes, as far as one can be made up. */
export function sampleKey({ allowedKeys }: Policy, subject: Subject): string {
  const samples = allowedKeys.map((pattern) => filled(pattern, subject));
  // Best one that is written out: it is a key and not a sample of one.
  const literal = allowedKeys.find((pattern) => !/[*?]/.test(pattern));
  return literal ?? samples.find((sample, at) => matches(allowedKeys[at] ?? '', sample)) ?? 'alias/my-key';
}

/** A pattern with its wildcards filled in by what most likely stands there. */
function filled(pattern: string, { account, region }: Subject): string {
  const [arn, partition = '', service, place = '', owner = '', ...rest] = pattern.split(':');
  if (arn !== 'arn' || rest.length === 0) return fill(pattern, 'my-key');
  const resource = rest.join(':');
  return [
    arn,
    fill(partition, 'aws'),
    fill(service ?? '', 'kms'),
    fill(place, region ?? 'us-east-1'),
    fill(owner, account ?? '111122223333'),
    resource === '*'
      ? `key/${SAMPLE_ID}`
      : fill(resource, resource.startsWith('key/') ? SAMPLE_ID : 'my-key'),
  ].join(':');
}

/** `*` becomes the word, `?` a letter that key IDs have as well. */
function fill(pattern: string, word: string): string {
  return pattern.replaceAll('*', word).replaceAll('?', 'a');
}
