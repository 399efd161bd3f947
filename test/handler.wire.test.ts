import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHandler, lambdaEnvironment } from '../src/handler.js';
import { stackEvent } from './hook/fixtures.js';

const payload = readFileSync('events/stack-create.pass.payload.json', 'utf8');
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Plays a STACK event whose payload a server on loopback answers, through Node's own fetch, clock and timers. */
async function answerTo(listener: RequestListener, remaining = 10_000) {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  const env = { GUARD_PAYLOAD_ORIGINS: origin };
  const handler = createHandler({ ...lambdaEnvironment, env, write: () => true });
  const event = stackEvent({}, { payload: `${origin}/payload?X-Amz-Signature=secret` });
  return handler(event, { getRemainingTimeInMillis: () => remaining });
}

describe('over the wire', () => {
  it('a payload that comes', async () => {
    expect(await answerTo((_, response) => response.end(payload))).toMatchObject({ hookStatus: 'SUCCESS' });
  });

  it('a payload that comes after two failures', async () => {
    let requests = 0;
    const answer = await answerTo((_, response) => {
      if (++requests < 3) response.writeHead(500);
      response.end(payload);
    });
    expect([answer.hookStatus, requests]).toEqual(['SUCCESS', 3]);
  });

  it('a payload whose connection is reset once', async () => {
    let requests = 0;
    const answer = await answerTo((_, response) => {
      if (++requests > 1) response.end(payload);
      else response.write('{"te', () => response.destroy());
    });
    expect([answer.hookStatus, requests]).toEqual(['SUCCESS', 2]);
  });

  it.each<[string, RequestListener, string]>([
    ['is expired', (_, response) => response.writeHead(403).end(), 'expired'],
    [
      'is elsewhere',
      (_, response) => response.writeHead(302, { location: '/payload' }).end(),
      'was redirected',
    ],
    ['is no JSON', (_, response) => response.end('<html>'), 'is not JSON'],
    ['stalls', (_, response) => response.write('{"te'), 'no complete answer in time'],
    ['never ends', (_, response) => pour(response), 'longer than the 16 MiB'],
  ])('a payload that %s', async (_, listener, message) => {
    const answer = await answerTo(listener, message.includes('time') ? 1_500 : 10_000);
    expect(answer).toMatchObject({ hookStatus: 'FAILED', errorCode: 'InternalFailure' });
    expect(answer.message).toContain(message);
    expect(answer.message).not.toMatch(/secret|127\.0\.0\.1/);
  });
});

function pour(response: Parameters<RequestListener>[1]): void {
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  while (!response.destroyed && response.write(chunk));
  response.once('drain', () => pour(response));
}
