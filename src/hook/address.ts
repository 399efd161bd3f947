import { arnParts, dnsSuffixes } from '../template/index.js';
import { GuardError } from './failure.js';

const bucket = '[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?';
/** `s3`, `s3-fips`, both optionally with `.dualstack` and `.REGION`, and the older `s3-REGION`. */
const service = `s3(?:-${arnParts.region}|(?:-fips)?(?:\\.dualstack)?(?:\\.${arnParts.region})?)`;
const s3Host = new RegExp(
  `^(?:${bucket}\\.)?${service}\\.(?:${dnsSuffixes.map((suffix) => suffix.replaceAll('.', '\\.')).join('|')})$`,
);

/** A presigned address with a session token has about 2,000 characters. */
const MAX_LENGTH = 16_384;

/** A payload address that the guard may fetch. `admitted` is true where only GUARD_PAYLOAD_ORIGINS allows it. */
export interface PayloadAddress {
  readonly url: URL;
  readonly admitted: boolean;
}

/**
 * Accepts a payload's presigned address only in the form that CloudFormation sends: `https`, an S3 host (virtual-hosted
 * or path style), the default port, no user information. Any other address could make the guard call a foreign server,
 * or read a template that is not the one being deployed.
 *
 * @param origins GUARD_PAYLOAD_ORIGINS: more origins for rehearsals, separated by commas or spaces
 * @throws GuardError that never quotes the address, since the address is a credential
 */
export function checkAddress(address: string, origins: string | undefined): PayloadAddress {
  if (address.length > MAX_LENGTH) refuse('is too long');
  const url = URL.canParse(address) ? new URL(address) : refuse('is not a URL');
  if (url.username !== '' || url.password !== '') refuse('has a user name or password');
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
