import { describe, expect, it, vi } from 'vitest';
import { createPolicyStore } from '../../src/aws/policy-store.js';
import type { ObjectAnswer, ObjectReader } from '../../src/aws/s3-object.js';
import { PolicySourceError } from '../../src/aws/s3-policy.js';
import { PolicyError } from '../../src/decision/index.js';

const source = 's3://policies/endpoint/policy.json';
const MINUTE = 60_000;

const object = (text: string, etag?: string): ObjectAnswer => ({
  kind: 'object',
  bytes: Buffer.from(text),
  etag,
});

/** A store whose bucket gives one answer after the other; what is not an answer is thrown. */
function store(answers: readonly unknown[], env: Record<string, string> = { GUARD_POLICY: source }) {
  const clock = { now: 0 };
  const left = [...answers];
  const readObject = vi.fn<ObjectReader>(async () => {
    const answer = left.shift();
    if (typeof answer === 'object' && answer !== null && 'kind' in answer) return answer as ObjectAnswer;
    throw answer;
  });
  const serve = createPolicyStore({ env, clock: () => clock.now, readObject });
  return { serve, clock, readObject };
}

describe('a policy in GUARD_POLICY itself', () => {
  it.each([
    ['absent', {}, {}],
    ['JSON', { GUARD_POLICY: '{"keyPolicy":"wellFormed"}' }, { keyPolicy: 'wellFormed' }],
    ['YAML', { GUARD_POLICY: 'keyPolicy: wellFormed\n' }, { keyPolicy: 'wellFormed' }],
  ])('is read: %s', async (_, env, policy) => {
    expect(await store([], env as Record<string, string>).serve()).toEqual({ policy });
  });

  it('is read once', async () => {
    const { serve } = store([], { GUARD_POLICY: '{"allowedKeys":["*"]}' });
    expect((await serve()).policy).toBe((await serve()).policy);
  });

  it('is refused where it is wrong', async () => {
    await expect(store([], { GUARD_POLICY: '{"keyPolicy":1}' }).serve()).rejects.toThrow(PolicyError);
  });
});

describe('a policy in a bucket', () => {
  it('is read once in five minutes, and then by its ETag', async () => {
    const { serve, clock, readObject } = store([
      object('{"keyPolicy":"wellFormed"}', '"1"'),
      { kind: 'unchanged' },
    ]);
    const { policy } = await serve();
    clock.now = 5 * MINUTE - 1;
    await serve();
    expect(readObject).toHaveBeenCalledTimes(1);
    clock.now = 5 * MINUTE;
    expect((await serve()).policy).toBe(policy);
    clock.now = 10 * MINUTE - 1;
    await serve();
    expect(readObject.mock.calls.map(([request]) => request)).toEqual([
      { bucket: 'policies', key: 'endpoint/policy.json', etag: undefined, maxBytes: 1_048_576 },
      { bucket: 'policies', key: 'endpoint/policy.json', etag: '"1"', maxBytes: 1_048_576 },
    ]);
  });

  it('is asked for again half a minute after a failure', async () => {
    const { serve, clock, readObject } = store([object('{}'), new Error('x'), object('{}')]);
    await serve();
    clock.now = 5 * MINUTE;
    await serve();
    clock.now += MINUTE / 2 - 1;
    await serve();
    expect(readObject).toHaveBeenCalledTimes(2);
    clock.now += 1;
    await serve();
    expect(readObject).toHaveBeenCalledTimes(3);
  });

  it.each([
    [Object.assign(new Error('secret'), { name: 'AccessDenied' }), 'AccessDenied'],
    ['odd', 'string'],
    [{ kind: 'unchanged' }, 'NotModified'],
  ])('is missed without a copy, with no more than the name of the error: %s', async (answer, name) => {
    await expect(store([answer]).serve()).rejects.toThrow(
      new PolicySourceError(`The policy ${source} cannot be read (${name})`),
    );
  });

  it('is refused where it is no text', async () => {
    const binary: ObjectAnswer = { kind: 'object', bytes: Buffer.of(0xff, 0xfe, 0x7b), etag: '"1"' };
    await expect(store([binary]).serve()).rejects.toThrow('it is not text in UTF-8');
  });

  it('is read once by invocations that come together', async () => {
    const { serve, readObject } = store([object('{}')]);
    const served = await Promise.all([serve(), serve(), serve()]);
    expect(new Set(served.map(({ policy }) => policy)).size).toBe(1);
    expect(readObject).toHaveBeenCalledTimes(1);
  });

  it.each(['s3://', 's3://bucket', 's3://bucket/', 's3:///key', 's3://Bucket/key'])(
    'has an address of the right form, unlike %s',
    async (GUARD_POLICY) => {
      await expect(store([], { GUARD_POLICY }).serve()).rejects.toThrow('s3://bucket/key');
    },
  );

  it('is not waited for longer than a few seconds', async () => {
    vi.useFakeTimers();
    let aborted = false;
    const readObject: ObjectReader = (_, signal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return new Promise(() => {});
    };
    const serve = createPolicyStore({ env: { GUARD_POLICY: source }, clock: () => 0, readObject });
    const refused = expect(serve()).rejects.toThrow('(TimeoutError)');
    await vi.advanceTimersByTimeAsync(4_000);
    await refused;
    expect(aborted).toBe(true);
    vi.useRealTimers();
  });
});
