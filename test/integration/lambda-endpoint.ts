import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './tools.js';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** Lambda's Invoke operation on loopback, with the built bundle as its only function. */
export interface LambdaEndpoint {
  readonly url: string;
  /** How often the function was called. */
  calls(): number;
  stop(): Promise<void>;
}

const invoke = /^\/2015-03-31\/functions\/[^/]+\/invocations$/;

/** Serves dist/lambda/index.js; resolves once it listens. */
export async function startLambdaEndpoint(): Promise<LambdaEndpoint> {
  const { handler } = createRequire(import.meta.url)(join(root, 'dist/lambda/index.js')) as {
    handler: Handler;
  };
  let calls = 0;
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || !invoke.test(request.url ?? '')) {
      response.writeHead(404).end();
      return;
    }
    calls += 1;
    const { payload, error } = await call(handler, request);
    response.setHeader('content-type', 'application/json');
    // Lambda answers 200 for a function that threw, and says so in this header.
    if (error) response.setHeader('x-amz-function-error', 'Unhandled');
    response.end(JSON.stringify(payload));
  });
  await new Promise<void>((settle, reject) => server.once('error', reject).listen(0, '127.0.0.1', settle));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the Lambda endpoint has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls: () => calls,
    stop: () => new Promise((settle) => server.close(() => settle()).closeAllConnections()),
  };
}

async function call(handler: Handler, request: IncomingMessage): Promise<{ payload: unknown; error?: true }> {
  const started = Date.now();
  const context = {
    awsRequestId: crypto.randomUUID(),
    functionName: 'GuardFunction',
    getRemainingTimeInMillis: () => 25_000 - (Date.now() - started),
  };
  try {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    return { payload: await handler(JSON.parse(body), context) };
  } catch (thrown) {
    return { payload: { errorMessage: String(thrown) }, error: true };
  }
}
