/** Sequences of what S3 may do, played by a server on the loopback through the real S3 client. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPolicyStore } from '../../src/aws/policy-store.js';
import { readS3Object } from '../../src/aws/s3-object.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
/** What the bucket answers from now on, and what it was asked. */
let answer: Answer;
let requests: { readonly url: string | undefined; readonly etag: string | undefined }[];

beforeEach(async () => {
  requests = [];
  server = createServer((request, response) => {
    requests.push({ url: request.url, etag: request.headers['if-none-match'] });
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise<void>((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
});

const object =
  (text: string, etag: string): Answer =>
  (request, response) => {
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { etag }).end(text);
  };
const error =
  (status: number, code: string): Answer =>
  (_, response) =>
    response.writeHead(status).end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);

const good = object('{"keyPolicy":"wellFormed"}', '"good"');
const other = object('{"undetermined":"fail"}', '"other"');
const invalid = object('{"keyPolicy":"any"}', '"invalid"');
const down: Answer = (request) => request.socket.destroy();
const empty = object('', '"empty"');
const gone = error(404, 'NoSuchKey');
const denied = error(403, 'AccessDenied');
const MIB = 1024 * 1024;
/** It says how long it is and sends nothing: whoever waits for the content never comes back. */
const huge: Answer = (_, response) => response.writeHead(200, { 'content-length': MIB + 1 }).flushHeaders();
/** It does not say how long it is, and never ends. */
const endless: Answer = (_, response) => {
  response.writeHead(200);
  const pour = () => {
    while (response.write(Buffer.alloc(64 * 1024, ' ')));
  };
  response.on('drain', pour);
  pour();
};

const wellFormed = { policy: { keyPolicy: 'wellFormed' } };
const stale = (why: string, age: number) => ({
  ...wellFormed,
  stale: expect.stringContaining(
    `The policy s3://policies/guard.yaml cannot be read (${why}); the copy that S3 confirmed ${age} min ago`,
  ),
});
const tooOld = (why: string, age: number) =>
  `PolicySourceError: The policy s3://policies/guard.yaml cannot be read (${why}), and a copy may be used for an hour only: S3 confirmed this one ${age} min ago`;
const unreadable = (why: string) =>
  `PolicySourceError: The policy s3://policies/guard.yaml cannot be read (${why})`;
const wrong = 'PolicyError: The policy in s3://policies/guard.yaml cannot be used: keyPolicy: must be';
const isEmpty = 'PolicyError: The policy in s3://policies/guard.yaml cannot be used: it is empty';
const tooLong = 'PolicyError: The policy in s3://policies/guard.yaml cannot be used: it is longer than 1 MiB';

/** At so many minutes, with this bucket: what is served, or how the message begins that it fails with. */
type Step = readonly [minute: number, bucket: Answer, expected: object | string];

const sequences: Readonly<Record<string, readonly Step[]>> = {
  'good, and another after five minutes': [
    [0, good, wellFormed],
    [4, other, wellFormed],
    [5, other, { policy: { undetermined: 'fail' } }],
  ],
  'good, invalid, down': [
    [0, good, wellFormed],
    [5, invalid, wrong],
    [6, down, wrong],
    [59, down, wrong],
    [600, gone, wrong],
    [601, denied, wrong],
  ],
  'good, invalid, repaired at once': [
    [0, good, wellFormed],
    [5, invalid, wrong],
    [5, invalid, wrong],
    [5, other, { policy: { undetermined: 'fail' } }],
  ],
  'good, invalid, the good one again': [
    [0, good, wellFormed],
    [5, invalid, wrong],
    [5.1, good, wellFormed],
  ],
  'invalid from the start, down': [
    [0, invalid, wrong],
    [1, down, wrong],
  ],
  'good, gone': [
    [0, good, wellFormed],
    [5, gone, stale('NoSuchKey', 5)],
    [59.9, gone, stale('NoSuchKey', 59)],
    [60, gone, tooOld('NoSuchKey', 60)],
    [61, good, wellFormed],
  ],
  'good, huge, down': [
    [0, good, wellFormed],
    [5, huge, tooLong],
    [6, down, tooLong],
    [7, good, wellFormed],
  ],
  'good, endless': [
    [0, good, wellFormed],
    [5, endless, tooLong],
  ],
  'good, empty, down': [
    [0, good, wellFormed],
    [5, empty, isEmpty],
    [6, down, isEmpty],
  ],
  'cold and down, up again': [
    [0, down, unreadable('TimeoutError')],
    [0, denied, unreadable('AccessDenied')],
    [0, gone, unreadable('NoSuchKey')],
    [0, good, wellFormed],
  ],
  'good, 304s, down': [
    [0, good, wellFormed],
    [5, good, wellFormed],
    [50, good, wellFormed],
    [50 + 59, denied, stale('AccessDenied', 59)],
    [50 + 59.9, denied, stale('AccessDenied', 59)],
    [50 + 60, denied, tooOld('AccessDenied', 60)],
    [50 + 61, denied, tooOld('AccessDenied', 61)],
  ],
  'good, down, up: the copy is confirmed again': [
    [0, good, wellFormed],
    [40, denied, stale('AccessDenied', 40)],
    [40.5, good, wellFormed],
    [100, denied, stale('AccessDenied', 59)],
    [101, denied, tooOld('AccessDenied', 60)],
  ],
};

describe('the policy in S3 through a sequence of answers', () => {
  it.each(Object.entries(sequences))('%s', async (_, steps) => {
    let minute = 0;
    const serve = createPolicyStore({
      env: { GUARD_POLICY: 's3://policies/guard.yaml' },
      clock: () => minute * 60_000,
      readObject: readS3Object,
    });
    for (const [at, bucket, expected] of steps) {
      minute = at;
      answer = bucket;
      const served = await serve().catch(String);
      if (typeof expected === 'string') expect(served).toContain(expected);
      else expect(served).toEqual(expected);
    }
  });
});

describe('one object', () => {
  const { signal } = new AbortController();
  const request = { bucket: 'policies', key: 'a/b.json', etag: undefined, maxBytes: MIB };

  it('comes with its ETag, or the answer that it has not changed', async () => {
    answer = good;
    expect(await readS3Object(request, signal)).toEqual({
      kind: 'object',
      bytes: Buffer.from('{"keyPolicy":"wellFormed"}'),
      etag: '"good"',
    });
    expect(await readS3Object({ ...request, etag: '"good"' }, signal)).toEqual({ kind: 'unchanged' });
    expect(requests).toEqual([
      { url: '/policies/a/b.json?x-id=GetObject', etag: undefined },
      { url: '/policies/a/b.json?x-id=GetObject', etag: '"good"' },
    ]);
  });

  it.each([
    [MIB, 'object'],
    [MIB + 1, 'tooLong'],
  ])('of %d bytes: %s', async (length, kind) => {
    answer = (_, response) => response.end(Buffer.alloc(length, ' '));
    expect(await readS3Object(request, signal)).toMatchObject({ kind });
  });
});
