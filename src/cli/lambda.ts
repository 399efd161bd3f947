/** Runs the Lambda function on this machine: loads its built handler, and serves the payloads that it fetches. */

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { DescribeKey } from '../aws/index.js';
import type { Answer, HookHandler } from '../hook/index.js';
import { isRawMap } from '../template/index.js';
import type { Io } from './command.js';

/** The exports of the function's bundle. */
type Bundle = typeof import('../handler.js');

/**
 * Makes the handler with additional environment variables. Its log goes to stderr.
 *
 * @param wrap replaces the call of KMS
 */
export type HandlerFactory = (
  io: Io,
  env: Readonly<Record<string, string>>,
  wrap?: (describeKey: DescribeKey) => DescribeKey,
) => HookHandler;

/** The handler of the bundle dist/lambda/index.js. */
export const builtHandler: HandlerFactory = (io, env, wrap = (describeKey) => describeKey) => {
  const { createHandler, lambdaEnvironment } = createRequire(__filename)('../lambda/index.js') as Bundle;
  return createHandler({
    ...lambdaEnvironment,
    env: { ...io.env, ...env },
    describeKey: wrap(lambdaEnvironment.describeKey),
    write: (line) => io.stderr.write(line),
  });
};

/**
 * Calls the function with an event. If there is a payload, the event gets its address, as CloudFormation's have it.
 *
 * @param handlerWith makes the handler with additional environment variables
 */
export async function callFunction(
  handlerWith: (env: Readonly<Record<string, string>>) => HookHandler,
  event: unknown,
  payload: string | undefined,
): Promise<Answer> {
  if (payload === undefined || !isRawMap(event) || !isRawMap(event.requestData))
    return handlerWith({})(event);
  const served = await servePayload(payload);
  try {
    const requestData = { ...event.requestData, payload: served.address };
    return await handlerWith({ GUARD_PAYLOAD_ORIGINS: served.origin })({ ...event, requestData });
  } finally {
    await served.close();
  }
}

/**
 * Serves a payload on the loopback interface, as S3 does at a presigned address.
 *
 * @returns an address that cannot be guessed, its origin for GUARD_PAYLOAD_ORIGINS, and how to end it
 */
export async function servePayload(text: string) {
  const path = `/${randomUUID()}`;
  const server = createServer((request, response) => {
    const found = request.url === path;
    response.writeHead(found ? 200 : 403, { 'content-type': 'application/json', connection: 'close' });
    response.end(found ? text : '');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { address: `${origin}${path}`, origin, close };
}
