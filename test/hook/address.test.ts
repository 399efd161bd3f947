import { describe, expect, it } from 'vitest';
import { checkAddress } from '../../src/hook/address.js';
import { GuardError } from '../../src/hook/failure.js';

const suffixes = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
  'api.aws',
  'api.amazonwebservices.com.cn',
  'api.amazonwebservices.eu',
  'api.aws.ic.gov',
  'api.aws.scloud',
  'api.cloud-aws.adc-e.uk',
  'api.aws.hci.ic.gov',
];
const services = [
  's3',
  's3.eu-west-1',
  's3-us-west-2',
  's3.dualstack.us-gov-west-1',
  's3-fips.us-isob-east-1',
  's3-fips.dualstack.us-east-2',
  's3.eusc-de-east-1',
];

describe('an address of Amazon S3', () => {
  it.each(suffixes.flatMap((suffix) => services.map((service) => `${service}.${suffix}`)))('%s', (host) => {
    for (const url of [
      `https://${host}/bucket/key?X-Amz-Signature=1`,
      `https://a.bucket-1.${host}/key?X=1`,
    ]) {
      expect(checkAddress(url, undefined)).toEqual({ url: new URL(url), admitted: false });
    }
  });

  it('may spell out the default port', () => {
    expect(checkAddress('https://b.s3.amazonaws.com:443/k', '').admitted).toBe(false);
  });
});

describe('any other address', () => {
  it.each([
    ['not an address', 'is not a URL'],
    ['', 'is not a URL'],
    ['http://b.s3.amazonaws.com/k', 'is not an https address'],
    ['ftp://b.s3.amazonaws.com/k', 'is not an https address'],
    ['file:///etc/passwd', 'is not an https address'],
    ['https://user@b.s3.amazonaws.com/k', 'has a user name or password'],
    ['https://:word@b.s3.amazonaws.com/k', 'has a user name or password'],
    ['https://b.s3.amazonaws.com:8443/k', 'names a port'],
    ['https://b.s3.amazonaws.com./k', 'does not point to Amazon S3'],
    ['https://b.s3.amazonaws.com.example.org/k', 'does not point to Amazon S3'],
    ['https://s3.amazonaws.com@example.org/k', 'has a user name or password'],
    ['https://b.s3-website-us-east-1.amazonaws.com/k', 'does not point to Amazon S3'],
    ['https://ap-1.s3-accesspoint.us-east-1.amazonaws.com/k', 'does not point to Amazon S3'],
    ['https://ec2.us-east-1.amazonaws.com/k', 'does not point to Amazon S3'],
    ['https://xs3.us-east-1.amazonaws.com/k', 'does not point to Amazon S3'],
    ['https://b.s3.example.org/k', 'does not point to Amazon S3'],
    ['https://amazonaws.com/k', 'does not point to Amazon S3'],
    ['https://169.254.169.254/latest/meta-data', 'does not point to Amazon S3'],
    [`https://b.s3.amazonaws.com/${'k'.repeat(20_000)}`, 'is too long'],
  ])('%s is refused', (address, why) => {
    expect(() => checkAddress(address, undefined)).toThrow(
      new GuardError('event', `The payload's address ${why}, so it was not fetched`),
    );
  });
});

describe('GUARD_PAYLOAD_ORIGINS', () => {
  const local = 'http://127.0.0.1:9000/payload';

  it.each([
    'http://127.0.0.1:9000',
    'https://a.example, http://127.0.0.1:9000/',
    ' http://127.0.0.1:9000/x ',
  ])('%j admits its origins', (origins) => {
    expect(checkAddress(local, origins).admitted).toBe(true);
  });

  it('admits no other port, and no user name', () => {
    expect(() => checkAddress(local, 'http://127.0.0.1:9001')).toThrow('is not an https address');
    expect(() => checkAddress('http://u:p@127.0.0.1:9000/', 'http://127.0.0.1:9000')).toThrow(
      'user name or password',
    );
  });

  it.each(['127.0.0.1', 'data:text/plain,x', 'http://'])('that holds %j is an error', (origins) => {
    expect(() => checkAddress(local, origins)).toThrow(
      'GUARD_PAYLOAD_ORIGINS holds something that is not an origin',
    );
  });
});
