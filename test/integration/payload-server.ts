/** S3 with a bad day: a loopback server before moto's that answers as a test tells it, else as S3 does. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How one request is answered; undefined passes it on. */
export type Fault = (response: ServerResponse, request: IncomingMessage) => unknown;

export interface PayloadServer {
  readonly origin: string;
  /** Requests since the last `prepare`. */
  requests(): number;
  /** Bytes of bodies since then, as far as faults counted them. */
  sent(): number;
  /** Faults for the next requests in turn; what comes after them is passed on. */
  prepare(...faults: readonly Fault[]): void;
  /** One more fault, after those that are prepared. */
  add(fault: Fault): void;
  stop(): Promise<void>;
}

/** Answers with a status and no more. */
export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Fault =>
  (response) =>
    response.writeHead(code, headers).end();

/** Answers with a body. */
export const body =
  (content: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Fault =>
  (response) =>
    response.writeHead(200, headers).end(content);

/** Drops the connection without a word. */
export const reset: Fault = (response) => response.socket?.resetAndDestroy();

/** Promises a whole body and drops the connection in the middle of it. */
export const truncated: Fault = (response) => {
  response.writeHead(200, { 'content-length': '1000' });
  response.write('{"template":', () => response.socket?.destroy());
};

/** Begins a body and never goes on. */
export const stalled: Fault = (response) => {
  response.writeHead(200);
  response.write('{"template":');
};

/** Never answers at all. */
export const silent: Fault = () => undefined;

/** A body without an end. */
export const endless: Fault = (response) => {
  response.writeHead(200);
  const chunk = Buffer.alloc(256 * 1024, 0x20);
  const more = () => {
    if (response.destroyed) return;
    response.write(chunk, more);
  };
  more();
};

const expired = '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';

/** Moto serves presigned addresses for ever; S3 does not. */
function isExpired({ searchParams }: URL): boolean {
  const signed =
    searchParams.get('X-Amz-Date')?.replace(/^(....)(..)(..T..)(..)(..)Z$/, '$1-$2-$3:$4:$5Z') ?? '';
  return Date.parse(signed) + Number(searchParams.get('X-Amz-Expires')) * 1000 < Date.now();
}

/** @param upstream where requests go that no fault is prepared for */
export async function startPayloadServer(upstream: string): Promise<PayloadServer> {
  let faults: Fault[] = [];
  let requests = 0;
  let closed = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const { socket } = response;
    const before = socket?.bytesWritten ?? 0;
    response.once('close', () => {
      closed += (socket?.bytesWritten ?? 0) - before;
    });
    const fault = faults.shift();
    if (fault) fault(response, request);
    else if (isExpired(new URL(request.url ?? '/', upstream))) response.writeHead(403).end(expired);
    else passOn(upstream, request, response);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    sent: () => closed,
    prepare(...next) {
      faults = [...next];
      requests = 0;
      closed = 0;
    },
    add: (fault) => faults.push(fault),
    stop: () => new Promise((settle) => server.close(() => settle()).closeAllConnections()),
  };
}

async function passOn(upstream: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await fetch(`${upstream}${request.url}`);
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
