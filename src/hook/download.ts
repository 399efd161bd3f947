import { isAscii, isUtf8 } from 'node:buffer';
import { checkAddress } from './address.js';
import type { Environment } from './environment.js';
import { GuardError } from './failure.js';

/** Room for two templates of 1 MB each with their JSON escapes, or for a template and the contexts of 500 changes. */
const MAX_BYTES = 16 * 1024 * 1024;
/** S3 answers in well under a second. An attempt that receives nothing for this long has stalled. */
const STALL_MS = 2_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 1_000;
const SHORTEST_PAUSE_MS = 20;

/** What a download needs; `env` may have GUARD_PAYLOAD_ORIGINS. */
export interface Network extends Pick<Environment, 'fetch' | 'clock' | 'random' | 'sleep' | 'env'> {
  readonly warn: (message: string) => void;
}

/**
 * Downloads the payload's text. It retries until the deadline, since S3 may be unreachable for some seconds.
 *
 * @param deadline the time on the network's clock at which the download must be complete
 * @throws GuardError that never quotes the address
 */
export async function download(address: string, deadline: number, net: Network): Promise<string> {
  const { url, admitted } = checkAddress(address, net.env.GUARD_PAYLOAD_ORIGINS);
  if (admitted)
    net.warn('The payload comes from an origin that GUARD_PAYLOAD_ORIGINS admits, not from Amazon S3');
  let problem: string | undefined;
  let ceiling = FIRST_PAUSE_MS;
  while (net.clock() < deadline) {
    const outcome = await attemptDownload(url, deadline, net);
    if ('text' in outcome) return outcome.text;
    // Keep the earlier problem where the deadline cut this attempt short.
    if (problem === undefined || net.clock() < deadline) problem = outcome.problem;
    // Full jitter, so that the stacks of an account that fail together do not retry together.
    const pause = Math.max(net.random() * ceiling, SHORTEST_PAUSE_MS);
    if (net.clock() + pause >= deadline) break;
    await net.sleep(pause);
    ceiling = Math.min(2 * ceiling, LONGEST_PAUSE_MS);
  }
  throw new GuardError(
    'payload',
    `The operation's templates could not be fetched from Amazon S3: ${problem ?? 'there was no time left for it'}`,
  );
}

/** One attempt: the text, or a temporary problem. @throws GuardError for a permanent problem */
async function attemptDownload(
  url: URL,
  deadline: number,
  net: Network,
): Promise<{ text: string } | { problem: string }> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    // The clock has fractions of a millisecond, a timeout does not.
    const milliseconds = Math.ceil(Math.min(STALL_MS, deadline - net.clock()));
    timer = setTimeout(() => stop.abort(), milliseconds);
  };
  try {
    wait();
    const response = await net.fetch(url, { redirect: 'manual', signal: stop.signal });
    if (response.status === 200) return { text: await readBody(response, wait) };
    await response.body?.cancel();
    if (mayPass(response.status)) return { problem: `HTTP status ${response.status}` };
    throw refusal(response.status);
  } catch (error) {
    if (error instanceof GuardError) throw error;
    // The message of a failed fetch may contain the address, so it is not shown.
    return { problem: stop.signal.aborted ? 'no complete answer in time' : 'the connection failed' };
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a retry may help: server errors, a request that was too slow, too many requests. */
function mayPass(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

/** Statuses that redirect. Not 304, which says that a cached copy is still valid; the guard has no cache. */
const redirects = new Set([301, 302, 303, 307, 308]);

function refusal(status: number): GuardError {
  if (status === 403) {
    return new GuardError(
      'payload',
      "The operation's templates could not be fetched: their presigned address has expired or is refused (HTTP status 403)",
    );
  }
  let what = 'failed';
  if (redirects.has(status)) what = 'was redirected, which the guard does not follow';
  if (status === 304) what = 'was answered as if the guard had a copy of them ("not modified")';
  return new GuardError(
    'payload',
    `The request for the operation's templates ${what} (HTTP status ${status})`,
  );
}

/**
 * Reads a body as UTF-8. It stops as soon as the body is longer than a payload can be.
 *
 * @param more called for every chunk
 */
async function readBody(response: Response, more: () => void): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    more();
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) {
      throw new GuardError(
        'payloadContent',
        "The operation's templates are longer than the 16 MiB that the guard reads",
      );
    }
    chunks.push(chunk);
  }
  // Decoding the whole body is several times faster than a streaming TextDecoder, and ASCII, which nearly all
  // templates are, is faster still.
  const body = Buffer.concat(chunks, bytes);
  if (isAscii(body)) return body.toString('latin1');
  if (!isUtf8(body)) {
    throw new GuardError('payloadContent', "The payload with the operation's templates is not UTF-8");
  }
  const hasMark = BYTE_ORDER_MARK.equals(body.subarray(0, BYTE_ORDER_MARK.length));
  return body.toString('utf8', hasMark ? BYTE_ORDER_MARK.length : 0);
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
