import { describe, expect, it, vi } from 'vitest';
import type { Network } from '../../src/hook/download.js';
import { GuardError } from '../../src/hook/failure.js';
import { readPayload } from '../../src/hook/payload.js';
import { address } from './fixtures.js';

const stack = { template: 'Resources: {}', previousTemplate: null };
const ok = () => new Response(JSON.stringify(stack));
const status = (code: number) => () => new Response('<Error/>', { status: code });
const broken = () => {
  throw new TypeError(`fetch failed: ${address}`);
};

/** A network that answers by turns; what it slept, what it warned of. */
function network(turns: (() => Response)[], overrides: Partial<Network> = {}) {
  let time = 0;
  const sleeps: number[] = [];
  const warnings: string[] = [];
  const fetch = vi.fn(async (_url: URL, _init: RequestInit) => (turns.shift() ?? broken)());
  const net: Network = {
    fetch,
    clock: () => time,
    random: () => 1,
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
      time += milliseconds;
    },
    warn: (message) => warnings.push(message),
    env: {},
    ...overrides,
  };
  return { net, fetch, sleeps, warnings };
}

async function failure(promise: Promise<unknown>): Promise<GuardError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GuardError);
  return error as GuardError;
}

describe('a payload', () => {
  it('follows no redirect', async () => {
    const { net, fetch } = network([ok]);
    expect(await readPayload(address, 20_000, net)).toEqual(stack);
    expect(fetch).toHaveBeenCalledExactlyOnceWith(new URL(address), {
      redirect: 'manual',
      signal: expect.any(AbortSignal),
    });
  });

  it('takes a deadline with fractions', async () => {
    const { net } = network([ok], { clock: () => 0.25 });
    expect(await readPayload(address, 4_799.6, net)).toEqual(stack);
  });

  it('passes over a byte order mark', async () => {
    const { net } = network([() => new Response(`\ufeff${JSON.stringify(stack)}`)]);
    expect(await readPayload(address, 20_000, net)).toEqual(stack);
  });

  it('is read as it is', async () => {
    const payload = { template: 5, changedResources: [null, { logicalResourceId: 7 }], later: true };
    const { net } = network([() => new Response(JSON.stringify(payload))]);
    expect(await readPayload(address, 20_000, net)).toEqual(payload);
  });

  it.each([
    ['500 twice', [status(500), status(503), ok], [200, 400]],
    ['too many requests', [status(429), ok], [200]],
    ['a request that came too slowly', [status(408), ok], [200]],
    ['a connection that fails', [broken, ok], [200]],
    ['a body that is reset', [reset, ok], [200]],
  ])('tries again after %s', async (_, turns, pauses) => {
    const { net, sleeps } = network(turns);
    expect(await readPayload(address, 20_000, net)).toEqual(stack);
    expect(sleeps).toEqual(pauses);
  });

  it.each([
    [1, [200, 400, 800, 1_000, 1_000, 1_000]],
    [0.5, [100, 200, 400, 500, 500, 500]],
    [0, [20, 20, 20, 20, 20, 20]],
  ])('spreads its retries over all of a pause, and waits a second at most: %d', async (random, pauses) => {
    const { net, sleeps } = network([...pauses.map(() => broken), ok], { random: () => random });
    await readPayload(address, 20_000, net);
    expect(sleeps).toEqual(pauses);
  });

  it.each([
    ['refuses connections', broken, 0],
    ['answers with an error', status(503), 0],
    ['is silent', broken, 2_000],
  ])('waits for S3 where for ten seconds it %s', async (_, turn, patience) => {
    const { net } = network([]);
    const fetch = async () => {
      if (net.clock() >= 10_000) return ok();
      // What an attempt takes that is given up.
      await net.sleep(patience);
      return turn();
    };
    expect(await readPayload(address, 12_000, { ...net, fetch })).toEqual(stack);
  });

  it.each([
    [
      'an expired address',
      status(403),
      'their presigned address has expired or is refused (HTTP status 403)',
    ],
    ['a missing object', status(404), 'failed (HTTP status 404)'],
    [
      'a redirect',
      () => new Response(null, { status: 307 }),
      'was redirected, which the guard does not follow',
    ],
    [
      'an answer for who has a copy',
      () => new Response(null, { status: 304 }),
      'was answered as if the guard had a copy of them ("not modified") (HTTP status 304)',
    ],
    ['an answer without a body', () => new Response(null, { status: 204 }), 'failed (HTTP status 204)'],
    ['a body that is not JSON', () => new Response(`{"secret`), 'is not JSON'],
    ['no body', () => new Response(null), 'is not JSON'],
    ['a body that is not UTF-8', () => new Response(new Uint8Array([0x22, 0xff, 0x22])), 'is not UTF-8'],
    ['a body that ends inside a character', () => new Response(new Uint8Array([0xe2, 0x82])), 'is not UTF-8'],
    ['a body over the limit', () => endless(), 'longer than the 16 MiB'],
    ['a scalar', () => new Response('7'), 'is not a JSON object'],
    ['a list', () => new Response('[]'), 'is not a JSON object'],
  ])('gives up at once on %s', async (_, turn, message) => {
    const { net, fetch } = network([turn]);
    const error = await failure(readPayload(address, 20_000, net));
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('secret');
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('gives up when the time is up, and never shows the address', async () => {
    const { net, fetch, sleeps } = network([broken, status(500), reset, broken, ok]);
    const error = await failure(readPayload(address, 2_000, net));
    expect(error.message).toBe(
      "The operation's templates could not be fetched from Amazon S3: the connection failed",
    );
    expect(fetch).toHaveBeenCalledTimes(4);
    expect(sleeps).toEqual([200, 400, 800]);
  });

  it('does not begin what it cannot end in time', async () => {
    const late = network([status(500), ok]);
    expect((await failure(readPayload(address, 150, late.net))).message).toContain('HTTP status 500');
    expect(late.sleeps).toEqual([]);
    const never = network([ok]);
    expect((await failure(readPayload(address, 0, never.net))).message).toContain('no time left');
    expect(never.fetch).not.toHaveBeenCalled();
  });

  it('leaves a body that stalls when the time is up', async () => {
    const stalled: Network['fetch'] = async (_url, { signal }) =>
      new Response(
        new ReadableStream({
          start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason)),
        }),
      );
    const { net } = network([], { fetch: stalled });
    const error = await failure(readPayload(address, 30, net));
    expect(error.message).toContain('no complete answer in time');
  });

  it('says what was wrong before the time was up, and not that it was', async () => {
    const { net } = network([]);
    const fetch = async () => {
      if (net.clock() === 0) return status(503)();
      await net.sleep(1_000);
      return broken();
    };
    const error = await failure(readPayload(address, 1_000, { ...net, fetch }));
    expect(error.message).toContain('HTTP status 503');
  });

  it('takes a body that comes slowly, and tries again where nothing comes at all', async () => {
    vi.useFakeTimers();
    try {
      const text = JSON.stringify(stack);
      const bodies = [dripping(text.slice(0, 5), 0), dripping(text, 1_500)];
      const fetch = vi.fn<Network['fetch']>(async (_url, { signal }) => {
        const body = bodies.shift() ?? dripping('', 0);
        return new Response(body(signal ?? undefined));
      });
      const { net } = network([], { clock: Date.now, fetch });
      const read = readPayload(address, Date.now() + 120_000, net);
      await vi.advanceTimersByTimeAsync(120_000);
      expect(await read).toEqual(stack);
      expect(fetch).toHaveBeenCalledTimes(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('tells when an origin is only admitted', async () => {
    const { net, warnings } = network([ok], { env: { GUARD_PAYLOAD_ORIGINS: 'http://127.0.0.1:9000' } });
    expect(await readPayload('http://127.0.0.1:9000/x', 20_000, net)).toEqual(stack);
    expect(warnings).toEqual([expect.stringContaining('GUARD_PAYLOAD_ORIGINS')]);
  });

  it('keeps its retries away from an address that it refuses', async () => {
    const { net, fetch } = network([ok]);
    const error = await failure(readPayload('https://example.org/secret', 20_000, net));
    expect(error.message).toContain('does not point to Amazon S3');
    expect(fetch).not.toHaveBeenCalled();
  });
});

/** A body whose pieces come one by one; after the last one it ends, or, without a pause, never does. */
function dripping(text: string, pause: number): (signal?: AbortSignal) => ReadableStream<Uint8Array> {
  return (signal) => {
    let at = 0;
    return new ReadableStream({
      start: (controller) => {
        signal?.addEventListener('abort', () => controller.error(signal.reason));
      },
      async pull(controller) {
        if (pause === 0 && at === text.length) return new Promise(() => {});
        if (at === text.length) return controller.close();
        await new Promise((resolve) => setTimeout(resolve, pause));
        controller.enqueue(new TextEncoder().encode(text[at++]));
      },
    });
  };
}

function reset(): Response {
  return new Response(
    new ReadableStream({
      pull(controller) {
        controller.error(new TypeError(`terminated ${address}`));
      },
    }),
  );
}

/** Writes for ever, so that only who counts stops reading. */
function endless(): Response {
  const chunk = new Uint8Array(1024 * 1024).fill(0x20);
  return new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }));
}
