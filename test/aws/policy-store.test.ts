import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createPolicyStore,
  type ObjectReader,
  PolicySourceError,
  readS3Object,
} from '../../src/aws/policy-store.js';
import { PolicyError } from '../../src/decision/index.js';

const source = 's3://policies/endpoint/policy.json';
const strict = { text: '{"keyPolicy":"wellFormed"}', etag: '"1"' };
const MINUTE = 60_000;

/** A store whose bucket answers by turns; its clock, and what it warned of. */
function store(
  turns: (() => ReturnType<ObjectReader>)[],
  env: Record<string, string> = { GUARD_POLICY: source },
) {
  const clock = { now: 0 };
  const warnings: string[] = [];
  const readObject = vi.fn<ObjectReader>(() => (turns.shift() ?? unavailable)());
  const policies = createPolicyStore({ env, clock: () => clock.now, readObject });
  return { policy: () => policies((message) => warnings.push(message)), clock, warnings, readObject };
}

const unavailable = () => Promise.reject(Object.assign(new Error('secret'), { name: 'AccessDenied' }));
const unchanged = async () => 'unchanged' as const;

describe('a policy in GUARD_POLICY itself', () => {
  it.each([
    ['absent', {}, {}],
    ['empty', { GUARD_POLICY: ' ' }, {}],
    ['JSON', { GUARD_POLICY: '{"keyPolicy":"wellFormed"}' }, { keyPolicy: 'wellFormed' }],
    ['YAML', { GUARD_POLICY: 'keyPolicy: wellFormed\n' }, { keyPolicy: 'wellFormed' }],
  ])('is read: %s', async (_, env, expected) => {
    expect(await store([], env as Record<string, string>).policy()).toEqual(expected);
  });

  it('is read once', async () => {
    const { policy } = store([], { GUARD_POLICY: '{"allowedKeys":["*"]}' });
    expect(await policy()).toBe(await policy());
  });

  it('is read again where it has changed, as in a test', async () => {
    const env: Record<string, string> = { GUARD_POLICY: '{}' };
    const { policy } = store([], env);
    await policy();
    env.GUARD_POLICY = '{"undetermined":"fail"}';
    expect(await policy()).toEqual({ undetermined: 'fail' });
  });

  it('is refused where it is wrong', async () => {
    await expect(store([], { GUARD_POLICY: '{"keyPolicy":1}' }).policy()).rejects.toThrow(PolicyError);
  });
});

describe('a policy in a bucket', () => {
  it('is read once in five minutes, and then by its ETag', async () => {
    const { policy, clock, readObject } = store([async () => strict, unchanged, unchanged]);
    const first = await policy();
    expect(first).toEqual({ keyPolicy: 'wellFormed' });
    clock.now = 5 * MINUTE - 1;
    await policy();
    expect(readObject).toHaveBeenCalledTimes(1);
    expect(readObject.mock.calls[0]?.slice(0, 3)).toEqual(['policies', 'endpoint/policy.json', undefined]);
    clock.now = 5 * MINUTE;
    expect(await policy()).toBe(first);
    expect(readObject.mock.calls[1]?.slice(0, 3)).toEqual(['policies', 'endpoint/policy.json', '"1"']);
    clock.now = 10 * MINUTE - 1;
    await policy();
    expect(readObject).toHaveBeenCalledTimes(2);
  });

  it('counts as soon as it has changed', async () => {
    const { policy, clock } = store([async () => strict, async () => ({ text: '{}', etag: '"2"' })]);
    await policy();
    clock.now = 5 * MINUTE;
    expect(await policy()).toEqual({});
  });

  it('serves on, with a warning, where the bucket cannot be read, which is tried again soon', async () => {
    const { policy, clock, warnings, readObject } = store([async () => strict, unavailable, unchanged]);
    await policy();
    clock.now = 5 * MINUTE;
    expect(await policy()).toEqual({ keyPolicy: 'wellFormed' });
    expect(warnings).toEqual([
      `The policy ${source} cannot be read (AccessDenied); the last good one serves`,
    ]);
    clock.now += MINUTE / 2 - 1;
    await policy();
    expect(readObject).toHaveBeenCalledTimes(2);
    clock.now += 1;
    await policy();
    expect(readObject).toHaveBeenCalledTimes(3);
    expect(warnings).toHaveLength(1);
  });

  it('is missed where there is no earlier one, and asked for again by the next', async () => {
    const { policy, readObject } = store([
      unavailable,
      () => Promise.reject('odd'),
      unchanged,
      async () => strict,
    ]);
    await expect(policy()).rejects.toThrow(
      new PolicySourceError(`The policy ${source} cannot be read (AccessDenied)`),
    );
    await expect(policy()).rejects.toThrow('(string)');
    await expect(policy()).rejects.toThrow(PolicySourceError);
    expect(await policy()).toEqual({ keyPolicy: 'wellFormed' });
    expect(readObject).toHaveBeenCalledTimes(4);
  });

  it('never gives way to an older one where it is wrong', async () => {
    const wrong = async () => ({ text: '{"keyPolicy":"any"}', etag: '"2"' });
    const { policy, clock, readObject } = store([async () => strict, wrong, wrong, async () => strict]);
    await policy();
    clock.now = 5 * MINUTE;
    await expect(policy()).rejects.toThrow(/keyPolicy/);
    await expect(policy()).rejects.toThrow(PolicyError);
    expect(await policy()).toEqual({ keyPolicy: 'wellFormed' });
    expect(readObject).toHaveBeenCalledTimes(4);
  });

  it('is read once by invocations that come together', async () => {
    const { policy, readObject } = store([async () => strict]);
    const policies = await Promise.all([policy(), policy(), policy()]);
    expect(new Set(policies).size).toBe(1);
    expect(readObject).toHaveBeenCalledTimes(1);
  });

  it.each(['s3://', 's3://bucket', 's3://bucket/', 's3:///key', 's3://Bucket/key'])(
    'has an address of the right form, unlike %s',
    async (GUARD_POLICY) => {
      await expect(store([], { GUARD_POLICY }).policy()).rejects.toThrow('s3://bucket/key');
    },
  );

  it('is not waited for longer than a few seconds', async () => {
    vi.useFakeTimers();
    let told = false;
    const readObject: ObjectReader = (_bucket, _key, _etag, signal) => {
      signal.addEventListener('abort', () => {
        told = true;
      });
      return new Promise(() => {});
    };
    const policies = createPolicyStore({ env: { GUARD_POLICY: source }, clock: () => 0, readObject });
    const refused = expect(policies(() => {})).rejects.toThrow('(TimeoutError)');
    await vi.advanceTimersByTimeAsync(4_000);
    await refused;
    expect(told).toBe(true);
    vi.useRealTimers();
  });
});

describe('Amazon S3', () => {
  const servers: ReturnType<typeof createServer>[] = [];
  const signal = new AbortController().signal;

  async function serve(listener: RequestListener): Promise<void> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  }

  afterEach(() => {
    vi.unstubAllEnvs();
    for (const server of servers.splice(0)) server.close();
  });

  it('answers the object with its ETag, or that it has not changed', async () => {
    await serve((request, response) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"1"' }).end(request.url);
    });
    const { text, etag } = (await readS3Object('policies', 'a/b.json', undefined, signal)) as {
      text: string;
      etag: string;
    };
    expect(text).toMatch(/^\/policies\/a\/b\.json/);
    expect(etag).toBe('"1"');
    expect(await readS3Object('policies', 'a/b.json', '"1"', signal)).toBe('unchanged');
  });

  it('says by name why it refuses', async () => {
    await serve((_, response) => response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>'));
    await expect(readS3Object('policies', 'k', undefined, signal)).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  it('is not read where the object is no policy by its size', async () => {
    await serve((_, response) =>
      response.writeHead(200, { 'content-length': 2 * 1024 * 1024 }).flushHeaders(),
    );
    await expect(readS3Object('policies', 'k', undefined, signal)).rejects.toThrow('PolicyTooLarge');
  });
});
