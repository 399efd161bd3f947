import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyMetadata } from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeyDirectory, type DescribeKey, describeKeyWith, KeyLookupError } from '../../src/aws/keys.js';
import { type AwsServer, Fault, type Operations, startAwsServer } from './aws-server.js';
import { stubAwsEnvironment } from './environment.js';
import { instantRetries } from './instant-retries.js';

const region = 'eu-west-1';
const own = '111122223333';
const arn = `arn:aws:kms:${region}:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const foreign = `arn:aws:kms:${region}:999900001111:alias/shared`;
const MINUTE = 60_000;

const metadata: KeyMetadata = {
  KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
  Arn: arn,
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyUsage: 'ENCRYPT_DECRYPT',
};
const found = {
  state: 'found',
  arn,
  manager: 'CUSTOMER',
  keyState: 'Enabled',
  spec: 'SYMMETRIC_DEFAULT',
  usage: 'ENCRYPT_DECRYPT',
};

function sdkError(name: string, message = 'secret'): Error {
  return Object.assign(new Error(message), { name });
}

/** A directory over a KMS that gives one answer after the other; what is an error is thrown. */
function directory(...answers: readonly (KeyMetadata | Error | undefined)[]) {
  const clock = { now: 0 };
  const left = [...answers];
  const describeKey = vi.fn<DescribeKey>(async () => {
    const answer = left.length > 1 ? left.shift() : left[0];
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const keys = createKeyDirectory(describeKey, region, () => clock.now);
  return {
    lookUp: async (key: string) => (await keys.lookUp([key], own)).get(key),
    keys,
    clock,
    describeKey,
  };
}

describe('what KMS says of a key', () => {
  it.each([
    ['alias/endpoints', metadata, found],
    [
      arn,
      { ...metadata, KeyState: 'Disabled', KeyManager: 'AWS' },
      { ...found, keyState: 'Disabled', manager: 'AWS' },
    ],
    ['alias/gone', sdkError('NotFoundException'), { state: 'notFound' }],
    ['arn:aws:kms:eu-west-1:111122223333:odd', sdkError('InvalidArnException'), { state: 'notFound' }],
    [
      foreign,
      sdkError(
        'AccessDeniedException',
        'User: arn:aws:sts::111122223333:assumed-role/guard-role/guard is not authorized to perform: kms:DescribeKey on resource',
      ),
      { state: 'notVerifiable', principal: 'arn:aws:iam::111122223333:role/guard-role' },
    ],
    [
      foreign,
      sdkError(
        'AccessDeniedException',
        'User: arn:aws:iam::111122223333:user/dev is not authorized to perform: x',
      ),
      { state: 'notVerifiable', principal: 'arn:aws:iam::111122223333:user/dev' },
    ],
    [foreign, sdkError('AccessDeniedException', 'no'), { state: 'notVerifiable', principal: undefined }],
  ])('%s', async (key, answer, record) => {
    expect(await directory(answer as KeyMetadata | Error).lookUp(key)).toEqual(record);
  });

  it.each([arn, foreign, 'arn:aws-cn:kms:cn-north-1:111122223333:key/x'])(
    'is not asked about a key of another Region: %s',
    async (key) => {
      const { keys, describeKey } = directory(metadata);
      const elsewhere = key.replace(region, 'us-east-1');
      expect((await keys.lookUp([elsewhere], own)).get(elsewhere)).toEqual({
        state: 'otherRegion',
        arn: elsewhere,
      });
      expect(describeKey).not.toHaveBeenCalled();
    },
  );

  it.each([
    [
      'alias/endpoints',
      sdkError('AccessDeniedException'),
      'denied',
      'is not allowed to call kms:DescribeKey on "alias/endpoints"',
    ],
    [arn, sdkError('AccessDeniedException'), 'denied', 'a key of its own account'],
    [
      'alias/x',
      sdkError('ThrottlingException'),
      'unavailable',
      'KMS could not be asked about the key "alias/x" (ThrottlingException)',
    ],
    ['alias/x', sdkError('KMSInternalException'), 'unavailable', '(KMSInternalException)'],
    ['alias/x', undefined, 'unavailable', '(an answer that lacks members)'],
    ['alias/x', { ...metadata, KeyState: undefined }, 'unavailable', '(an answer that lacks members)'],
  ])('is missing, without a word of KMS: %s', async (key, answer, code, message) => {
    const failure = directory(answer as KeyMetadata | Error).lookUp(key);
    await expect(failure).rejects.toThrow(KeyLookupError);
    await expect(failure).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    await expect(failure).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
  });
});

describe('an answer', () => {
  it('serves everybody for five minutes', async () => {
    const { keys, lookUp, clock, describeKey } = directory(metadata);
    await Promise.all([lookUp(arn), lookUp(arn), keys.lookUp([arn, arn], own)]);
    clock.now = 5 * MINUTE - 1;
    await lookUp(arn);
    expect(describeKey).toHaveBeenCalledTimes(1);
    clock.now = 5 * MINUTE;
    await lookUp(arn);
    expect(describeKey).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['a failure', sdkError('TimeoutError')],
    ['a permission that is missing', sdkError('AccessDeniedException')],
  ])('is not what is kept of %s', async (_, error) => {
    const { lookUp, describeKey } = directory(error, metadata);
    await expect(lookUp(arn)).rejects.toThrow(KeyLookupError);
    expect(await lookUp(arn)).toEqual(found);
    expect(describeKey).toHaveBeenCalledTimes(2);
  });

  it('is dropped for a newer one where there are a thousand', async () => {
    const { keys, lookUp, describeKey } = directory(metadata);
    const texts = Array.from({ length: 1_001 }, (_, number) => `alias/${number}`);
    expect((await keys.lookUp(texts, own)).size).toBe(1_001);
    await lookUp('alias/1000');
    expect(describeKey).toHaveBeenCalledTimes(1_001);
    await lookUp('alias/0');
    expect(describeKey).toHaveBeenCalledTimes(1_002);
  });

  it('is waited for by a few at a time', async () => {
    let underway = 0;
    let most = 0;
    const describeKey: DescribeKey = async () => {
      underway += 1;
      most = Math.max(most, underway);
      await new Promise(setImmediate);
      underway -= 1;
      return metadata;
    };
    const keys = createKeyDirectory(describeKey, region, () => 0);
    await keys.lookUp(
      Array.from({ length: 100 }, (_, number) => `alias/${number}`),
      own,
    );
    expect(most).toBe(16);
  });
});

describe('AWS KMS', () => {
  let server: AwsServer;
  let operations: Record<string, Operations[string]>;

  beforeEach(async () => {
    operations = { DescribeKey: () => ({ KeyMetadata: { ...metadata } }) };
    server = await startAwsServer({ kms: { operations } });
    stubAwsEnvironment(server.url);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });

  const lookUp = async (key: string) => {
    const describeKey = describeKeyWith({ retryStrategy: instantRetries(4) });
    return (await createKeyDirectory(describeKey, region, () => 0).lookUp([key], own)).get(key);
  };

  it('is asked in the Region, by the text of the key', async () => {
    expect(await lookUp('alias/endpoints')).toEqual(found);
    expect(server.calls).toMatchObject([
      { service: 'kms', operation: 'DescribeKey', region, params: { KeyId: 'alias/endpoints' } },
    ]);
  });

  it.each([
    [new Fault('NotFoundException', 'Alias not found'), { state: 'notFound' }],
    [
      new Fault(
        'AccessDeniedException',
        'User: arn:aws:iam::1:role/x is not authorized to perform: kms:DescribeKey',
      ),
      { state: 'notVerifiable', principal: 'arn:aws:iam::1:role/x' },
    ],
  ])('answers %s', async (fault, record) => {
    server.inject({ fault });
    expect(await lookUp(foreign)).toEqual(record);
  });

  it('is asked again where it throttles, and given up after four attempts', async () => {
    server.inject({ fault: new Fault('ThrottlingException', 'Rate exceeded'), times: 3 });
    expect(await lookUp(arn)).toEqual(found);
    server.inject({ fault: new Fault('ThrottlingException', 'Rate exceeded'), times: 4 });
    await expect(lookUp(arn)).rejects.toThrow('(ThrottlingException)');
    expect(server.calls).toHaveLength(8);
  });

  it('is given up where it hangs', async () => {
    const hanging = createServer(() => {});
    await new Promise<void>((listening) => hanging.listen(0, '127.0.0.1', listening));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`);
    const requestHandler = { requestTimeout: 50, throwOnRequestTimeout: true };
    const describeKey = describeKeyWith({ requestHandler, retryStrategy: instantRetries(2) });
    await expect(createKeyDirectory(describeKey, region, () => 0).lookUp([arn], own)).rejects.toThrow(
      '(TimeoutError)',
    );
    hanging.closeAllConnections();
    hanging.close();
  });

  it('is given up where nothing listens', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    await expect(lookUp(arn)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
