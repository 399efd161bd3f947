/** The built function under a flood: 200 invocations at once, their payloads on servers that misbehave in every way. */
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { body, endless, type Fault, reset, silent, stalled, status, truncated } from './payload-server.js';
import { root } from './tools.js';

type Bundle = typeof import('../../src/handler.js');
const { createHandler, lambdaEnvironment } = createRequire(import.meta.url)(
  join(root, 'dist/lambda/index.js'),
) as Bundle;

const resource =
  '  Config:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties: {KmsKeyId: alias/models}\n';
const payload = JSON.stringify({ template: `Resources:\n${resource}`, previousTemplate: null });

/** A piece of the body now and then, and never all of it. */
const drip: Fault = (response) => {
  response.writeHead(200);
  let at = 0;
  const timer = setInterval(() => response.write(payload[at++ % payload.length] ?? ' '), 500);
  response.once('close', () => clearInterval(timer));
};

const lying =
  (length: number): Fault =>
  (response) => {
    response.strictContentLength = false;
    response.writeHead(200, { 'content-length': String(length) });
    response.end(payload, () => response.socket?.destroy());
  };

/** A busy machine may not see a connection break before it gives up on it. */
const brokenOff = /the connection failed|no complete answer in time/;

/** What a payload server does, and what becomes of the invocation: its status, or what its failure says. */
const days: Readonly<Record<string, readonly [Fault, string | RegExp]>> = {
  good: [body(payload), 'SUCCESS'],
  drip: [drip, /no complete answer in time/],
  hang: [silent, /no complete answer in time/],
  stall: [stalled, /no complete answer in time/],
  reset: [reset, brokenOff],
  truncate: [truncated, brokenOff],
  longer: [lying(payload.length + 1_000), brokenOff],
  shorter: [lying(payload.length - 10), /is not JSON|the connection failed|no complete answer in time/],
  redirect: [status(302, { location: 'https://example.com/' }), /redirected/],
  modified: [status(304), /not modified/],
  expired: [status(403), /has expired/],
  error: [status(503), /HTTP status 503|no complete answer in time/],
  endless: [endless, /longer than the 16 MiB/],
};

let server: Server;
let origin: string;
const rejections: unknown[] = [];
const collect = (reason: unknown) => rejections.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', collect);
  server = createServer((request, response) => {
    const [, day = ''] = (request.url ?? '').split('/');
    days[day]?.[0](response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  process.off('unhandledRejection', collect);
  server.closeAllConnections();
  server.close();
});

const TIME = 15_000;
const secrets = {
  callerCredentials: '{"accessKeyId":"AKIA-SECRET"}',
  providerCredentials: '{"secretAccessKey":"SECRET-KEY"}',
  hookEncryptionKeyArn: 'SECRET-ARN',
};

test('200 invocations at once are all answered, in shape, in time, and without a secret', async () => {
  let log = '';
  const handler = createHandler({
    ...lambdaEnvironment,
    env: { GUARD_PAYLOAD_ORIGINS: origin },
    write: (line) => {
      log += line;
    },
  });
  const names = Object.keys(days);
  const started = performance.now();
  const context = { getRemainingTimeInMillis: () => TIME - (performance.now() - started) };
  const asked = Array.from({ length: 200 }, async (_, index) => {
    const day = names[index % names.length] ?? '';
    const clientRequestToken = `token-${index}`;
    const answer = await handler(
      {
        clientRequestToken,
        awsAccountId: '111122223333',
        stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/inference/2f0c9d10',
        actionInvocationPoint: 'CREATE_PRE_PROVISION',
        requestData: {
          targetName: 'STACK',
          targetType: 'STACK',
          targetLogicalId: 'inference',
          payload: `${origin}/${day}/${index}?X-Amz-Signature=SIGNED-SECRET&X-Amz-Security-Token=SECRET-TOKEN`,
          ...secrets,
        },
      },
      context,
    );
    const left = context.getRemainingTimeInMillis();
    return { day, clientRequestToken, answer, left };
  });
  for (const { day, clientRequestToken, answer, left } of await Promise.all(asked)) {
    const expected = days[day]?.[1];
    const shape = { clientRequestToken, callbackContext: null, callbackDelaySeconds: 0 };
    expect(answer, day).toMatchObject(
      typeof expected === 'string'
        ? { hookStatus: expected, ...shape }
        : {
            hookStatus: 'FAILED',
            errorCode: 'InternalFailure',
            message: expect.stringMatching(expected ?? ''),
            ...shape,
          },
    );
    expect(left, day).toBeGreaterThan(0);
    expect(JSON.stringify(answer)).not.toMatch(/SECRET|127\.0\.0\.1/);
  }
  expect(log.match(/"GuardFailure":1/g)).toHaveLength(200 - Math.ceil(200 / names.length));
  expect(log).not.toMatch(/SECRET|X-Amz|127\.0\.0\.1/);
  // What still waits somewhere has its time to fail.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(rejections).toEqual([]);
});
