import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyMetadata } from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DescribeKey, describeKeyWith } from '../../src/aws/describe-key.js';
import { createKeyDirectory, KeyLookupError, type KeyPlace } from '../../src/aws/keys.js';
import { type AwsServer, Fault, type Operations, startAwsServer } from './aws-server.js';
import { stubAwsEnvironment } from './environment.js';
import { instantRetries } from './instant-retries.js';

const region = 'eu-west-1';
const own = '111122223333';
const here = { account: own, region };
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

const principal = 'arn:aws:iam::111122223333:role/guard-role';
/** KMS refuses the guard's role; the end of its message says which policy does. */
const refusal = (why: string) =>
  sdkError(
    'AccessDeniedException',
    `User: arn:aws:sts::111122223333:assumed-role/guard-role/guard is not authorized to perform: kms:DescribeKey on resource: ${arn} ${why}`,
  );

/** A directory over a KMS that gives one answer after the other; what is an error is thrown. */
function directory(...answers: readonly (KeyMetadata | Error | undefined)[]) {
  const clock = { now: 0 };
  const left = [...answers];
  const describeKey = vi.fn<DescribeKey>(async () => {
    const answer = left.length > 1 ? left.shift() : left[0];
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const keys = createKeyDirectory(describeKey, () => clock.now);
  return {
    lookUp: async (key: string, place: KeyPlace = here) => (await keys.lookUp([key], place)).get(key),
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
    [
      foreign,
      refusal('because no resource-based policy allows the kms:DescribeKey action'),
      { state: 'notVerifiable', principal },
    ],
    [
      foreign,
      refusal(
        'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access',
      ),
      { state: 'notVerifiable', principal },
    ],
    [
      foreign,
      refusal('with an explicit deny in a service control policy'),
      { state: 'notVerifiable', principal },
    ],
    [
      foreign,
      sdkError(
        'AccessDeniedException',
        'User: arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Audit_0123456789abcdef/jo@example.com is not authorized to perform: x',
      ),
      {
        state: 'notVerifiable',
        principal:
          'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Audit_0123456789abcdef/jo@example.com',
      },
    ],
  ])('%s', async (key, answer, record) => {
    expect(await directory(answer as KeyMetadata | Error).lookUp(key)).toEqual(record);
  });

  it.each([arn, foreign, 'arn:aws-cn:kms:cn-north-1:111122223333:key/x'])(
    'is not asked about a key of another Region: %s',
    async (key) => {
      const { keys, describeKey } = directory(metadata);
      const elsewhere = key.replace(region, 'us-east-1');
      expect((await keys.lookUp([elsewhere], here)).get(elsewhere)).toEqual({
        state: 'otherRegion',
        arn: elsewhere,
      });
      expect(describeKey).not.toHaveBeenCalled();
    },
  );

  it.each<[string, object | undefined, string, string]>([
    [
      'alias/endpoints',
      sdkError('AccessDeniedException'),
      'denied',
      'is not allowed to call kms:DescribeKey on "alias/endpoints"',
    ],
    [arn, sdkError('AccessDeniedException'), 'denied', 'the caller is not allowed to call kms:DescribeKey'],
    [
      'alias/endpoints',
      refusal('because no identity-based policy allows the kms:DescribeKey action'),
      'denied',
      `${principal} is not allowed to call kms:DescribeKey on "alias/endpoints" (KMS: no identity-based policy)`,
    ],
    [
      arn,
      refusal('because no resource-based policy allows the kms:DescribeKey action'),
      'denied',
      '(KMS: no resource-based policy)',
    ],
    [
      arn,
      refusal('with an explicit deny in a permissions boundary'),
      'denied',
      '(KMS: explicit deny in a permissions boundary)',
    ],
    [
      foreign,
      refusal('because no identity-based policy allows the kms:DescribeKey action'),
      'denied',
      `on "${foreign}" (KMS: no identity-based policy)`,
    ],
    [
      'alias/x',
      sdkError('ThrottlingException'),
      'unavailable',
      'KMS could not be asked about the key "alias/x" (ThrottlingException)',
    ],
    ['alias/x', sdkError('KMSInternalException'), 'unavailable', '(KMSInternalException)'],
    ['alias/x', undefined, 'unavailable', '(an answer that describes no key)'],
    ['alias/x', { ...metadata, Arn: 'hello' }, 'unavailable', '(an answer that describes no key)'],
    ['alias/x', { ...metadata, Arn: 7 }, 'unavailable', '(an answer that describes no key)'],
    ['alias/x', { ...metadata, KeyState: undefined }, 'unavailable', '(an answer that describes no key)'],
  ])('is missing, without a word of KMS: %s', async (key, answer, code, message) => {
    const failure = directory(answer as KeyMetadata | Error).lookUp(key);
    await expect(failure).rejects.toThrow(KeyLookupError);
    await expect(failure).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    await expect(failure).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
  });

  it.each<[string, KeyPlace, Error, string | undefined]>([
    [
      'the caller’s own, whatever the place says',
      { account: '999900001111', region },
      refusal(''),
      undefined,
    ],
    ['the caller’s own, where no account is known', { region }, refusal(''), undefined],
    ['perhaps the caller’s own', { region }, sdkError('AccessDeniedException'), undefined],
    [
      'another account’s',
      { account: '999900001111', region },
      sdkError('AccessDeniedException'),
      'notVerifiable',
    ],
  ])('belongs to an account: %s', async (_, place, error, state) => {
    const answer = directory(error).lookUp(arn, place);
    if (state === undefined) await expect(answer).rejects.toMatchObject({ code: 'denied' });
    else expect(await answer).toMatchObject({ state });
  });
});

describe('an answer', () => {
  it('serves everybody for five minutes', async () => {
    const { keys, lookUp, clock, describeKey } = directory(metadata);
    await Promise.all([lookUp(arn), lookUp(arn), keys.lookUp([arn, arn], here)]);
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

  it('that a key does not exist is not kept where the deployment may create it first', async () => {
    const { lookUp, describeKey } = directory(sdkError('NotFoundException'), metadata);
    expect(await lookUp('alias/ml', { ...here, isPlanned: true })).toEqual({ state: 'notFound' });
    expect(await lookUp('alias/ml', { ...here, isPlanned: true })).toEqual(found);
    expect(await lookUp('alias/ml')).toEqual(found);
    expect(describeKey).toHaveBeenCalledTimes(2);
  });

  it('that a key does not exist is kept otherwise', async () => {
    const { lookUp, describeKey } = directory(sdkError('NotFoundException'), metadata);
    for (let times = 0; times < 2; times++) expect(await lookUp('alias/ml')).toEqual({ state: 'notFound' });
    expect(describeKey).toHaveBeenCalledTimes(1);
  });

  it('that is forgotten leaves a newer one alone', async () => {
    const { keys, lookUp, describeKey } = directory(refusal(''), metadata);
    const lookUps = [0, 1, 2].map(() => lookUp(arn).catch(() => lookUp(arn)));
    expect(await Promise.all(lookUps)).toEqual([found, found, found]);
    expect((await keys.lookUp([arn], here)).get(arn)).toEqual(found);
    expect(describeKey).toHaveBeenCalledTimes(2);
  });

  it('is one for each Region', async () => {
    const { lookUp, describeKey } = directory(metadata);
    for (const place of [here, { region: 'us-east-1' }, here, {}]) await lookUp('alias/ml', place);
    expect(describeKey.mock.calls).toEqual([
      ['alias/ml', region],
      ['alias/ml', 'us-east-1'],
      ['alias/ml', undefined],
    ]);
  });

  it('is dropped for a newer one where there are a thousand', async () => {
    const { keys, lookUp, describeKey } = directory(metadata);
    const texts = Array.from({ length: 1_001 }, (_, number) => `alias/${number}`);
    expect((await keys.lookUp(texts, here)).size).toBe(1_001);
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
    const keys = createKeyDirectory(describeKey, () => 0);
    await keys.lookUp(
      Array.from({ length: 100 }, (_, number) => `alias/${number}`),
      here,
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

  const lookUp = async (key: string, place: KeyPlace = here) => {
    const describeKey = describeKeyWith({ retryStrategy: instantRetries(4) });
    return (await createKeyDirectory(describeKey, () => 0).lookUp([key], place)).get(key);
  };

  it.each([
    [here, region],
    [{ ...here, region: 'us-east-1' }, 'us-east-1'],
    [{}, region],
  ])('is asked in the Region of %j, by the text of the key', async (place, asked) => {
    expect(await lookUp('alias/endpoints', place)).toEqual(found);
    expect(server.calls).toMatchObject([
      { service: 'kms', operation: 'DescribeKey', region: asked, params: { KeyId: 'alias/endpoints' } },
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

  it.each<[string, (response: ServerResponse) => void]>([
    ['does not answer', () => {}],
    ['stops within its answer', (response) => response.writeHead(200, { 'Content-Length': 500 }).write('{')],
  ])('is given up where it %s', async (_, respond) => {
    const hanging = createServer((_request, response) => respond(response));
    await new Promise<void>((listening) => hanging.listen(0, '127.0.0.1', listening));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`);
    const describeKey = describeKeyWith({ retryStrategy: instantRetries(1) });
    await expect(createKeyDirectory(describeKey, () => 0).lookUp([arn], here)).rejects.toThrow(
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
