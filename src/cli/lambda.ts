/** The Lambda function on this machine: its built handler, and the payloads that it fetches. */

import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { HookHandler } from '../hook/index.js';
import type { Io } from './command.js';

/** What the bundle of the function exports. */
type Bundle = typeof import('../handler.js');

/** Makes the handler, given further environment variables. Its log goes to stderr. */
export type HandlerFactory = (io: Io, env: Readonly<Record<string, string>>) => HookHandler;

/** The handler of the bundle that stands beside this program, dist/lambda/index.js. */
export const builtHandler: HandlerFactory = (io, env) => {
  const { createHandler, lambdaEnvironment } = createRequire(__filename)('../lambda/index.js') as Bundle;
  return createHandler({
    ...lambdaEnvironment,
    env: { ...io.env, ...env },
    write: (line) => io.stderr.write(line),
  });
};

/** A payload on loopback, where only who knows its address can read it. */
export interface Served {
  readonly address: string;
  /** For GUARD_PAYLOAD_ORIGINS. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves a payload as S3 would under a presigned address. */
export async function servePayload(text: string): Promise<Served> {
  // Both are dear to load, and most events have no payload.
  const [{ randomUUID }, { createServer }] = await Promise.all([import('node:crypto'), import('node:http')]);
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
