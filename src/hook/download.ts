import { isAscii, isUtf8 } from 'node:buffer';
import { checkAddress } from './address.js';
import { GuardError } from './failure.js';

/** Two templates of at most 1 MB each with their JSON escapes, or a template and the contexts of 500 changes. */
const MAX_BYTES = 16 * 1024 * 1024;
const ATTEMPTS = 4;
/** An attempt that takes longer has stalled: S3 answers in well under a second. */
const ATTEMPT_MS = 6_000;
const FIRST_PAUSE_MS = 200;

/** The environment as this file needs it. */
export interface Network {
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
  /** Milliseconds from any start, never going back. */
  readonly clock: () => number;
  /** From 0 to 1, for the jitter. */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly warn: (message: string) => void;
  /** GUARD_PAYLOAD_ORIGINS is read from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The payload's text, over as many attempts as the deadline leaves room for.
 *
 * @param deadline when the last byte must be here, on the network's clock
 * @throws GuardError that never quotes the address
 */
export async function download(address: string, deadline: number, net: Network): Promise<string> {
  const { url, admitted } = checkAddress(address, net.env.GUARD_PAYLOAD_ORIGINS);
  if (admitted)
    net.warn('The payload comes from an origin that GUARD_PAYLOAD_ORIGINS admits, not from Amazon S3');
  let problem = 'there was no time left for it';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const left = deadline - net.clock();
    if (left <= 0) break;
    const outcome = await attemptDownload(url, Math.min(left, ATTEMPT_MS), net);
    if ('text' in outcome) return outcome.text;
    problem = outcome.problem;
    // Full jitter: the stacks of an account that failed together do not come back together.
    const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + net.random() / 2);
    if (attempt === ATTEMPTS || net.clock() + pause >= deadline) break;
    await net.sleep(pause);
  }
  throw new GuardError(
    'payload',
    `The operation's templates could not be fetched from Amazon S3: ${problem}`,
  );
}

/** One attempt: the text, or a problem that may pass. What will not pass is thrown. */
async function attemptDownload(
  url: URL,
  milliseconds: number,
  net: Network,
): Promise<{ text: string } | { problem: string }> {
  // A clock has fractions, which a timeout does not take.
  const signal = AbortSignal.timeout(Math.ceil(milliseconds));
  try {
    const response = await net.fetch(url, { redirect: 'manual', signal });
    if (response.status === 200) return { text: await readBody(response) };
    await response.body?.cancel();
    if (response.status >= 500 || response.status === 429)
      return { problem: `HTTP status ${response.status}` };
    throw refusal(response.status);
  } catch (error) {
    if (error instanceof GuardError) throw error;
    // The message of a failed fetch may hold the address.
    return { problem: signal.aborted ? 'no complete answer in time' : 'the connection failed' };
  }
}

function refusal(status: number): GuardError {
  if (status === 403) {
    return new GuardError(
      'payload',
      "The operation's templates could not be fetched: their presigned address has expired or is refused (HTTP status 403)",
    );
  }
  const redirected = status >= 300 && status < 400;
  const what = redirected ? 'was redirected, which the guard does not follow' : 'was not answered with them';
  return new GuardError(
    'payload',
    `The request for the operation's templates ${what} (HTTP status ${status})`,
  );
}

/** Reads a body as UTF-8, and stops as soon as it is longer than a payload can be. */
async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) {
      throw new GuardError(
        'payloadContent',
        "The operation's templates are longer than the 16 MiB that the guard reads",
      );
    }
    chunks.push(chunk);
  }
  // Checked and decoded whole: several times faster than a stream of a TextDecoder's pieces, and ASCII, which
  // nearly all templates are, faster still.
  const body = Buffer.concat(chunks, bytes);
  if (isAscii(body)) return body.toString('latin1');
  if (!isUtf8(body)) {
    throw new GuardError('payloadContent', "The payload with the operation's templates is not UTF-8");
  }
  const hasMark = BYTE_ORDER_MARK.equals(body.subarray(0, BYTE_ORDER_MARK.length));
  return body.toString('utf8', hasMark ? BYTE_ORDER_MARK.length : 0);
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
