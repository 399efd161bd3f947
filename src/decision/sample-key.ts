import type { Subject } from './configuration.js';
import type { Policy } from './policy.js';

/** The key ID of AWS's documentation, so that readers recognize it as an example. */
const SAMPLE_ID = '1234abcd-12ab-34cd-56ef-1234567890ab';

/** An example value for the owner's key, which the policy's patterns match. */
export function sampleKey({ allowedKeys }: Policy, subject: Subject): string {
  // A pattern without wildcards is best: it is a real key.
  const pattern = allowedKeys.find((each) => !/[*?]/.test(each)) ?? allowedKeys[0];
  return pattern === undefined ? 'alias/my-key' : filled(pattern, subject);
}

/** A pattern with its wildcards replaced by likely values. */
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

/** Replaces `*` with the word, and `?` with a letter that may occur in a key ID. */
function fill(pattern: string, word: string): string {
  return pattern.replaceAll('*', word).replaceAll('?', 'a');
}
