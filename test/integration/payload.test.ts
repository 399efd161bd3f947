/** The built function and real presigned addresses: what it reads, and what it does when S3 has a bad day. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Moto, startMoto } from './moto.js';
import {
  body,
  endless,
  type Fault,
  type PayloadServer,
  reset,
  silent,
  stalled,
  startPayloadServer,
  status,
  truncated,
} from './payload-server.js';
import { root } from './tools.js';

type Bundle = typeof import('../../src/handler.js');
type Answer = Awaited<ReturnType<ReturnType<Bundle['createHandler']>>>;

const { createHandler, lambdaEnvironment } = createRequire(import.meta.url)(
  join(root, 'dist/lambda/index.js'),
) as Bundle;
const bucket = 'cloudformation-hooks';
const config = (...lines: readonly string[]) =>
  [
    'Resources:',
    '  Config:',
    '    Type: AWS::SageMaker::EndpointConfig',
    '    Properties:',
    ...lines,
    '',
  ].join('\n');
const withKey = config('      KmsKeyId: alias/mine');
const withoutKey = config('      ProductionVariants: [{InstanceType: ml.m5.large}]');

let moto: Moto;
let server: PayloadServer;
let s3: S3Client;
/** Signs for the server in front, so that every request can be seen and spoiled. */
let signer: S3Client;
let log = '';

beforeAll(async () => {
  moto = await startMoto();
  server = await startPayloadServer(moto.url);
  s3 = new S3Client({ endpoint: moto.url, forcePathStyle: true });
  signer = new S3Client({ endpoint: server.origin, forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
    }),
  );
});
afterAll(async () => {
  s3?.destroy();
  signer?.destroy();
  await server?.stop();
  await moto?.stop();
});
beforeEach(() => {
  log = '';
  server.prepare();
});

async function presigned(payload: unknown, signingDate = new Date()): Promise<string> {
  const Key = `${crypto.randomUUID()}.json`;
  const Body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  return getSignedUrl(signer, new GetObjectCommand({ Bucket: bucket, Key }), { expiresIn: 300, signingDate });
}

interface Asked {
  readonly answer: Answer;
  /** Of the function's time, in milliseconds. */
  readonly left: number;
}

/** Asks the function about a stack or change set whose payload stands at the address. */
async function ask(
  address: string,
  { target = 'STACK', action = 'CREATE', time = 25_000, origins = server.origin } = {},
): Promise<Asked> {
  const handler = createHandler({
    ...lambdaEnvironment,
    env: { GUARD_PAYLOAD_ORIGINS: origins },
    write: (line) => {
      log += line;
    },
  });
  const arn = 'arn:aws:cloudformation:eu-west-1:111122223333';
  const event = {
    clientRequestToken: 'token',
    awsAccountId: '111122223333',
    stackId: `${arn}:stack/inference/2f0c9d10`,
    changeSetId: null,
    hookTypeName: 'Guard::SageMaker::EndpointKmsStack',
    hookTypeVersion: '00000001',
    hookModel: null,
    actionInvocationPoint: `${action}_PRE_PROVISION`,
    requestData: {
      targetName: target,
      targetType: target,
      targetLogicalId: target === 'STACK' ? 'inference' : `${arn}:changeSet/release/9d2b1c3e`,
      payload: address,
    },
    requestContext: { invocation: 1, callbackContext: null },
  };
  const started = performance.now();
  const getRemainingTimeInMillis = () => time - (performance.now() - started);
  const answer = await handler(event, { getRemainingTimeInMillis });
  return { answer, left: getRemainingTimeInMillis() };
}

const failure = (message: RegExp) => ({
  hookStatus: 'FAILED',
  errorCode: 'InternalFailure',
  message: expect.stringMatching(message),
  clientRequestToken: 'token',
  callbackContext: null,
  callbackDelaySeconds: 0,
});

function expectSecretKept(answer: Answer, address: string): void {
  const { pathname, searchParams } = new URL(address);
  for (const secret of [pathname, searchParams.get('X-Amz-Signature') ?? 'X-Amz-Signature']) {
    expect(JSON.stringify(answer) + log).not.toContain(secret);
  }
}

describe('presigned addresses of S3', () => {
  const change = (afterContext: string) => ({
    template: withoutKey,
    changedResources: [
      {
        logicalResourceId: 'Config',
        resourceType: 'AWS::SageMaker::EndpointConfig',
        action: 'CREATE',
        lineNumber: 2,
        beforeContext: null,
        afterContext,
      },
    ],
  });
  const large = `${withoutKey}#${'é'.repeat(500_000)}\n`;
  test.each<[string, string, unknown, string, string?]>([
    ['a stack with a key', 'STACK', { template: withKey, previousTemplate: null }, 'SUCCESS'],
    ['a stack without one', 'STACK', { template: withoutKey, previousTemplate: null }, 'FAILED'],
    [
      'a stack that stays as it is',
      'STACK',
      { template: withoutKey, previousTemplate: withoutKey },
      'SUCCESS',
      'UPDATE',
    ],
    ['a template of 1 MB', 'STACK', { template: large, previousTemplate: withKey }, 'FAILED'],
    ['a change set with a key', 'CHANGE_SET', change('{"Properties":{"KmsKeyId":"alias/mine"}}'), 'SUCCESS'],
    ['a change set without one', 'CHANGE_SET', change('{"Properties":{}}'), 'FAILED'],
  ])('%s', async (_what, target, payload, hookStatus, action = 'CREATE') => {
    const address = await presigned(payload);
    const { answer } = await ask(address, { target, action });
    expect(answer).toMatchObject({ hookStatus, clientRequestToken: 'token', callbackDelaySeconds: 0 });
    expect(answer.errorCode).toBe(hookStatus === 'FAILED' ? 'NonCompliant' : undefined);
    expect(answer.annotations).toHaveLength(1);
    expect(server.requests()).toBe(1);
    expect(log).toMatch(/GUARD_PAYLOAD_ORIGINS admits/);
    expectSecretKept(answer, address);
  });

  test('an address that has expired is refused once and for all', async () => {
    const address = await presigned({ template: withKey }, new Date(Date.now() - 301_000));
    const { answer } = await ask(address);
    expect(answer).toEqual(failure(/presigned address has expired or is refused \(HTTP status 403\)/));
    expect(server.requests()).toBe(1);
    expectSecretKept(answer, address);
  });

  test('an object that is not there is refused once and for all', async () => {
    const address = (await presigned('{}')).replace('.json', '.gone');
    const { answer } = await ask(address);
    expect(answer).toEqual(failure(/\(HTTP status 404\)/));
    expect(server.requests()).toBe(1);
    expectSecretKept(answer, address);
  });

  test('an address that no origin admits is never asked', async () => {
    const address = await presigned({ template: withKey });
    const { answer } = await ask(address, { origins: '' });
    expect(answer).toEqual(failure(/is not an https address, so it was not fetched/));
    expect(server.requests()).toBe(0);
    expectSecretKept(answer, address);
  });
});

const times = (count: number, fault: Fault) => Array.from({ length: count }, () => fault);
const good = { template: withKey, previousTemplate: null };

describe('a bad day that passes', () => {
  const days: readonly { what: string; faults: readonly Fault[] }[] = [
    { what: 'HTTP status 500 twice', faults: times(2, status(500)) },
    { what: 'HTTP status 503 and too many requests', faults: [status(503), status(429)] },
    { what: 'a connection that is reset', faults: [reset] },
    { what: 'three resets', faults: times(3, reset) },
    { what: 'a body that breaks off', faults: [truncated] },
    { what: 'a body that stalls', faults: [stalled] },
  ];
  test.each(days)('$what', async ({ faults }) => {
    const address = await presigned(good);
    server.prepare(...faults);
    const { answer, left } = await ask(address);
    expect(answer.hookStatus).toBe('SUCCESS');
    expect(server.requests()).toBe(faults.length + 1);
    expect(left).toBeGreaterThan(0);
  });
});

describe('ten bad seconds', () => {
  test.each([
    ['errors', status(503)],
    ['resets', reset],
    ['silence', silent],
  ])('of %s pass in the time that a deployed function has', async (_what, fault) => {
    const address = await presigned(good);
    const started = performance.now();
    // A request within the ten seconds is answered badly, and the first after them well.
    const bad: Fault = (response, request) => {
      if (performance.now() - started >= 10_000) return body(JSON.stringify(good))(response, request);
      server.add(bad);
      return fault(response, request);
    };
    server.prepare(bad);
    const { answer } = await ask(address);
    expect(answer.hookStatus).toBe('SUCCESS');
  });
});

describe('a bad day that does not', () => {
  const notUtf8 = Uint8Array.from([0x22, 0xff, 0xfe, 0x22]);
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
  const days: readonly {
    what: string;
    faults: readonly Fault[];
    requests: number;
    says: RegExp;
  }[] = [
    {
      what: 'expired',
      faults: [status(403)],
      requests: 1,
      says: /has expired or is refused \(HTTP status 403\)/,
    },
    {
      what: 'moved',
      faults: [status(302, { location: 'http://127.0.0.1:9/' })],
      requests: 1,
      says: /redirected.*\(HTTP status 302\)/,
    },
    {
      what: 'as if the guard had a copy',
      faults: [status(304)],
      requests: 1,
      says: /not modified.*\(HTTP status 304\)/,
    },
    { what: 'no JSON', faults: [body('<Error/>')], requests: 1, says: /is not JSON/ },
    { what: 'nothing at all', faults: [body('')], requests: 1, says: /is not JSON/ },
    { what: 'no UTF-8', faults: [body(notUtf8)], requests: 1, says: /is not UTF-8/ },
    {
      what: 'no payload',
      faults: [body('{"template":7}')],
      requests: 1,
      says: /has a template that is not a text/,
    },
    { what: 'a body without an end', faults: [endless], requests: 1, says: /longer than the 16 MiB/ },
    {
      what: 'a body that unpacks to more than the limit',
      faults: [body(bomb, { 'content-encoding': 'gzip' })],
      requests: 1,
      says: /longer than the 16 MiB/,
    },
  ];
  test.each(days)('$what', async ({ faults, requests, says }) => {
    const address = await presigned(good);
    server.prepare(...faults);
    const { answer, left } = await ask(address);
    expect(answer).toEqual(failure(says));
    expect(server.requests()).toBe(requests);
    expect(left).toBeGreaterThan(0);
    expectSecretKept(answer, address);
  });

  test('of a body without an end little more than the limit is taken', async () => {
    const address = await presigned(good);
    server.prepare(endless);
    await ask(address);
    await expect.poll(() => server.sent()).toBeGreaterThan(16 * 1024 * 1024);
    expect(server.sent()).toBeLessThan(32 * 1024 * 1024);
  });

  test.each([
    ['a body that stalls', stalled],
    ['no answer', silent],
  ])('%s: the answer comes before the function’s time is up', async (_what, fault) => {
    const address = await presigned(good);
    server.prepare(...times(9, fault));
    const { answer, left } = await ask(address, { time: 4_000 });
    expect(answer).toEqual(failure(/no complete answer in time|guard ran out of time/));
    expect(left).toBeGreaterThan(0);
    expect(server.requests()).toBeLessThanOrEqual(2);
    expectSecretKept(answer, address);
  });

  test('no answer all along, with the time that a deployed function has', async () => {
    const address = await presigned(good);
    server.prepare(...times(99, silent));
    const { answer, left } = await ask(address);
    expect(answer).toEqual(failure(/no complete answer in time/));
    expect(left).toBeGreaterThan(0);
    expect(server.requests()).toBeLessThanOrEqual(8);
  });

  test.each([
    ['errors', status(500), /HTTP status 500|in time|was up/],
    ['resets', reset, /the connection failed|in time|was up/],
  ])('nothing but %s until the time is up', async (_what, fault, says) => {
    const address = await presigned(good);
    server.prepare(...times(999, fault));
    const { answer, left } = await ask(address, { time: 3_000 });
    expect(answer).toEqual(failure(says));
    expect(left).toBeGreaterThan(0);
    expect(server.requests()).toBeGreaterThan(2);
    expectSecretKept(answer, address);
  });
});

test('where nobody listens any more the guard says so, once its time for it is up', async () => {
  const gone = await startPayloadServer(moto.url);
  await gone.stop();
  const address = `${gone.origin}/${bucket}/x?X-Amz-Signature=0123456789abcdef`;
  const { answer, left } = await ask(address, { origins: gone.origin, time: 3_000 });
  expect(answer).toEqual(failure(/the connection failed/));
  expect(left).toBeGreaterThan(0);
  expectSecretKept(answer, address);
});
