import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../src/handler.js';
import { fakeEnvironment } from './hook/fixtures.js';

const files = readdirSync('events').filter((file) => file.endsWith('.json'));
const parse = (file: string): unknown => JSON.parse(readFileSync(`events/${file}`, 'utf8'));
const events = files.filter((file) => !file.endsWith('.payload.json')).map(parse);
const payloads = files.filter((file) => file.endsWith('.payload.json')).map(parse);

const hostile = new Proxy({}, { get: () => expect.fail(), ownKeys: () => expect.fail() });

/** Anything that JSON can say, and much that it cannot. */
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withBoxedValues: true, withDate: true, withMap: true, withSet: true }),
  fc.anything({
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  fc.constantFrom('', '__proto__', 'STACK', 'CHANGE_SET', 'DELETE_PRE_PROVISION', Symbol('s'), () => 0, NaN),
  fc.constant(hostile),
  fc.constantFrom(...events),
);

/** Replaces, removes or adds a member somewhere in a value. */
function mutate(value: unknown, steps: readonly number[], by: unknown, how: number): unknown {
  const [step, ...further] = steps;
  if (step === undefined || typeof value !== 'object' || value === null || value === hostile) return by;
  const copy: Record<string, unknown> = Array.isArray(value) ? (value.slice() as never) : { ...value };
  const keys = Object.keys(copy);
  const key = keys[step % Math.max(keys.length, 1)] ?? 'added';
  if (further.length > 0) copy[key] = mutate(copy[key], further, by, how);
  else if (how === 0) delete copy[key];
  else copy[how === 1 ? key : String(by === null ? 'null' : typeof by)] = by;
  return copy;
}

const mutation = fc.record({
  steps: fc.array(fc.nat(20), { maxLength: 6 }),
  by: anything,
  how: fc.nat(2),
});
const mutated = (values: unknown[]) =>
  fc
    .tuple(fc.constantFrom(...values), fc.array(mutation, { maxLength: 4 }))
    .map(([value, mutations]) =>
      mutations.reduce<unknown>((now, { steps, by, how }) => mutate(now, steps, by, how), value),
    );

describe('whatever comes in', () => {
  it('is answered in the shape that CloudFormation wants, and nothing is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(events), mutated(payloads), async (event, payload) => {
        const { environment } = fakeEnvironment({ fetch: async () => new Response(stringify(payload)) });
        expectAnswer(await createHandler(environment)(event));
      }),
      { numRuns: 4_000 },
    );
  });

  const circular: Record<string, unknown> = { ...(events[0] as object) };
  circular.requestData = circular;
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
    ['a BigInt', 1n],
    ['a symbol', Symbol('event')],
    ['a function', () => 0],
    ['a circle', circular],
    [
      'a getter that throws',
      {
        get actionInvocationPoint() {
          throw new Error();
        },
      },
    ],
    [
      'a getter that throws nothing',
      {
        get clientRequestToken() {
          throw undefined;
        },
      },
    ],
    ['a revoked proxy', revoked()],
    ['a text that is very long', 'x'.repeat(1_000_000)],
  ])('is answered: %s', async (_, event) => {
    const answer = await createHandler(fakeEnvironment().environment)(event);
    expectAnswer(answer);
    expect(answer.errorCode).toBe('InternalFailure');
  });

  it.each([{ context: null }, { context: 1 }, { context: revoked() }])(
    'is answered in any context',
    async ({ context }) => {
      expectAnswer(await createHandler(fakeEnvironment().environment)(events[0], context));
    },
  );
});

function expectAnswer(answer: unknown): void {
  const {
    hookStatus,
    errorCode,
    message,
    clientRequestToken,
    callbackContext,
    callbackDelaySeconds,
    annotations,
    ...rest
  } = JSON.parse(JSON.stringify(answer));
  const failed = hookStatus === 'FAILED';
  const isValid =
    (failed
      ? ['NonCompliant', 'InternalFailure'].includes(errorCode)
      : hookStatus === 'SUCCESS' && errorCode === undefined) &&
    isText(message, 4_096) &&
    typeof clientRequestToken === 'string' &&
    callbackContext === null &&
    callbackDelaySeconds === 0 &&
    (annotations === undefined || (annotations.length > 0 && annotations.every(isAnnotation))) &&
    Object.keys(rest).length === 0;
  if (!isValid) expect.fail(`not an answer: ${JSON.stringify(answer)}`);
}

function isAnnotation({
  annotationName,
  status,
  statusMessage,
  remediationMessage,
  remediationLink,
  severityLevel,
  ...rest
}: Record<string, unknown>): boolean {
  return (
    isText(annotationName, 1_024) &&
    ['PASSED', 'FAILED', 'SKIPPED'].includes(String(status)) &&
    isText(statusMessage, 16_384) &&
    isText(remediationMessage, 16_384) &&
    isText(remediationLink, 5_120) &&
    severityLevel === 'MEDIUM' &&
    Object.keys(rest).length === 0
  );
}

function isText(value: unknown, limit: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= limit;
}

function stringify(payload: unknown): string {
  try {
    return JSON.stringify(payload) ?? 'undefined';
  } catch {
    return '{';
  }
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
