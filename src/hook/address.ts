import { GuardError } from './failure.js';

/** DNS suffixes of S3 in every AWS partition, the dual-stack ones among them. Source: the SDK's partitions.json. */
const suffixes = [
  'amazonaws.com',
  'api.aws',
  'amazonaws.com.cn',
  'api.amazonwebservices.com.cn',
  'amazonaws.eu',
  'api.amazonwebservices.eu',
  'c2s.ic.gov',
  'api.aws.ic.gov',
  'sc2s.sgov.gov',
  'api.aws.scloud',
  'cloud.adc-e.uk',
  'api.cloud-aws.adc-e.uk',
  'csp.hci.ic.gov',
  'api.aws.hci.ic.gov',
];

const bucket = '[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?';
/** `us-east-1`, `us-gov-west-1`, `us-isob-east-1`, `eusc-de-east-1`. */
const region = '[a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2}';
/** `s3`, `s3-fips`, with `.dualstack` and `.REGION`, and the older `s3-REGION`. */
const service = `s3(?:-${region}|(?:-fips)?(?:\\.dualstack)?(?:\\.${region})?)`;
const s3Host = new RegExp(
  `^(?:${bucket}\\.)?${service}\\.(?:${suffixes.map((suffix) => suffix.replaceAll('.', '\\.')).join('|')})$`,
);

/** Presigned addresses with a session token take about 2,000 characters. */
const MAX_LENGTH = 16_384;

/** A payload address that may be fetched. `admitted` where only GUARD_PAYLOAD_ORIGINS lets it through. */
export interface PayloadAddress {
  readonly url: URL;
  readonly admitted: boolean;
}

/**
 * Holds a payload's presigned address to what CloudFormation sends: `https`, an S3 host (virtual-hosted or
 * path style), the default port, no user information. Anything else could make the guard call a stranger,
 * or read a template that is not the one to be deployed.
 *
 * @param origins GUARD_PAYLOAD_ORIGINS: further origins for rehearsals, separated by commas or spaces
 * @throws GuardError; it never quotes the address, which is a credential
 */
export function checkAddress(address: string, origins: string | undefined): PayloadAddress {
  if (address.length > MAX_LENGTH) refuse('is too long for one');
  const url = URL.canParse(address) ? new URL(address) : refuse('is no address');
  if (url.username !== '' || url.password !== '') refuse('carries user information');
  if (admittedOrigins(origins).has(url.origin)) return { url, admitted: true };
  if (url.protocol !== 'https:') refuse('is not an https address');
  if (!s3Host.test(url.hostname)) refuse('does not point to Amazon S3');
  if (url.port !== '') refuse('names a port');
  return { url, admitted: false };
}

function admittedOrigins(origins: string | undefined): Set<string> {
  const words = (origins ?? '').split(/[\s,]+/).filter((word) => word !== '');
  return new Set(
    words.map((word) => {
      const origin = URL.canParse(word) ? new URL(word).origin : 'null';
      if (origin !== 'null') return origin;
      throw new GuardError('configuration', 'GUARD_PAYLOAD_ORIGINS holds something that is not an origin');
    }),
  );
}

function refuse(why: string): never {
  throw new GuardError('event', `The payload's address ${why}, so it was not fetched`);
}
