import { describe, expect, it } from 'vitest';
import { type Caller, callerOf } from '../../src/hook/caller.js';
import { type FailureCode, GuardError, toGuardError } from '../../src/hook/failure.js';
import { Log } from '../../src/hook/log.js';
import type { Judged } from '../../src/hook/response.js';
import { readEvent, resourceEvent, stackEvent, stackId } from './fixtures.js';

const caller = callerOf(resourceEvent({ stackId, clientRequestToken: 'token-1' }), 'us-east-1');
const who = {
  clientRequestToken: 'token-1',
  account: '111122223333',
  region: 'eu-west-1',
  stack: 'inference',
  logicalId: 'EndpointConfig',
  target: 'resource',
  action: 'create',
};
const judged: Judged = {
  verdict: 'nonCompliant',
  reason: 'keyAbsent',
  message: 'm',
  remediation: 'r',
  path: [],
  steps: { words: '', additions: [], lines: [] },
  subject: { account: '111122223333', region: 'eu-west-1', stack: 'inference', resource: 'Config' },
  failed: true,
  milliseconds: 0.123456,
};

function logged(
  write: (log: Log) => void,
  { by = caller, context, env = {} }: { by?: Caller; context?: unknown; env?: Record<string, string> } = {},
): Record<string, unknown>[] {
  const lines: string[] = [];
  const log = new Log(
    { write: (line) => lines.push(line), now: () => Date.UTC(2026, 10, 24), env },
    by,
    context,
  );
  write(log);
  for (const line of lines) expect(line).toMatch(/^[^\n]*\n$/);
  return lines.map((line) => JSON.parse(line));
}

describe('a verdict', () => {
  it('has one line, and the invocation one of metrics', () => {
    const env = { AWS_LAMBDA_FUNCTION_NAME: 'guard' };
    const [line, metrics] = logged((log) => log.answered([judged], 1.5), {
      context: { awsRequestId: 'r-1' },
      env,
    });
    expect(line).toEqual({
      timestamp: '2026-11-24T00:00:00.000Z',
      level: 'INFO',
      requestId: 'r-1',
      ...who,
      message: 'verdict',
      logicalId: 'Config',
      verdict: 'nonCompliant',
      reason: 'keyAbsent',
      ms: 0.123,
    });
    expect(metrics).toMatchObject({
      FunctionName: 'guard',
      requestId: 'r-1',
      ...who,
      Compliant: 0,
      NonCompliant: 1,
      Exempt: 0,
      Undetermined: 0,
      NotApplicable: 0,
      InternalFailure: 0,
      Duration: 1.5,
    });
  });

  it('has a logical id of bounded length', () => {
    const subject = { ...judged.subject, resource: 'x'.repeat(10_000) };
    const [line] = logged((log) => log.answered([{ ...judged, subject }], 1));
    expect(String(line?.logicalId).length).toBeLessThanOrEqual(255);
  });
});

describe('every line says who called and about what', () => {
  const changeSet = readEvent('changeset-create.fail');
  const arn = { account: '111122223333', region: 'eu-west-1' };
  const token = { clientRequestToken: 'token-1' };
  it.each<[string, unknown, object]>([
    ['a resource', resourceEvent({ ...token, stackId }), who],
    [
      'a resource under Cloud Control',
      resourceEvent({ ...token, stackId: '' }),
      {
        ...token,
        account: arn.account,
        region: 'us-east-1',
        logicalId: 'EndpointConfig',
        target: 'resource',
        action: 'create',
      },
    ],
    [
      'a stack',
      stackEvent({ ...token, stackId }),
      { ...token, ...arn, stack: 'inference', target: 'stack', action: 'create' },
    ],
    [
      'a change set',
      { ...changeSet, ...token, stackId },
      { ...token, ...arn, stack: 'inference', target: 'changeSet', action: 'create' },
    ],
    [
      'an event of which only a part can be read',
      { ...token, stackId, actionInvocationPoint: 'SECRET', requestData: 'SECRET' },
      { ...token, ...arn, stack: 'inference' },
    ],
    ['an event of which nothing can be read', 'SECRET', { region: 'us-east-1' }],
  ])('%s', (_, event, expected) => {
    const lines = logged(
      (log) => {
        log.warn('odd');
        log.answered([judged], 1);
        log.failed(new GuardError('policy', 'keyPolicy is wrong'), 1);
      },
      { by: callerOf(event, 'us-east-1') },
    );
    expect(lines).toHaveLength(5);
    const names = Object.keys(who);
    const shown = lines.map((line) =>
      Object.fromEntries(Object.entries(line).filter(([name]) => names.includes(name))),
    );
    expect(shown).toEqual([expected, { ...expected, logicalId: 'Config' }, expected, expected, expected]);
    expect(JSON.stringify(lines)).not.toContain('SECRET');
  });

  it('in no more than AWS has for a name', () => {
    const long = 'x'.repeat(10_000);
    const event = stackEvent({ stackId: '', clientRequestToken: long }, { targetLogicalId: long });
    const [line] = logged((log) => log.warn('odd'), { by: callerOf(event, undefined) });
    expect(String(line?.stack)).toHaveLength(255);
    expect(String(line?.clientRequestToken)).toHaveLength(255);
  });
});

describe('the metrics', () => {
  const version = ['FunctionName', 'ExecutedVersion'];
  const failed = (code: FailureCode) => (log: Log) => log.failed(new GuardError(code, 'm'), 1);

  it.each<[string, (log: Log) => void, string[][]]>([
    ['of a verdict', (log) => log.answered([], 1), [['FunctionName']]],
    // What a user sent says nothing about the version of the guard that met it.
    ['of a template that cannot be read', failed('template'), [['FunctionName']]],
    ['of an event that cannot be understood', failed('event'), [['FunctionName']]],
    ['of a policy that is wrong', failed('policy'), [['FunctionName'], version]],
    ['of a policy out of reach', failed('policySource'), [['FunctionName'], version]],
    ['of a payload out of reach', failed('payload'), [['FunctionName'], version]],
    ['of time that ran out', failed('deadline'), [['FunctionName'], version]],
    ['of a defect', failed('defect'), [['FunctionName'], version]],
  ])(
    '%s are valid in embedded metric format: every name that is declared has its value',
    (_, write, dimensions) => {
      const metrics = logged(write, { env: { AWS_LAMBDA_FUNCTION_VERSION: '7' } }).at(-1) ?? {};
      const { Timestamp, CloudWatchMetrics } = metrics._aws as {
        Timestamp: number;
        CloudWatchMetrics: {
          Namespace: string;
          Dimensions: string[][];
          Metrics: { Name: string; Unit: string }[];
        }[];
      };
      expect(Number.isInteger(Timestamp)).toBe(true);
      expect(CloudWatchMetrics.flatMap(({ Dimensions }) => Dimensions)).toEqual(dimensions);
      expect(metrics.ExecutedVersion).toBe('7');
      for (const { Namespace, Dimensions, Metrics } of CloudWatchMetrics) {
        expect(Namespace).toBe('EndpointKmsGuard');
        for (const name of Dimensions.flat()) expect(metrics[name]).toMatch(/^.{1,1024}$/);
        expect(Metrics.length).toBeLessThanOrEqual(100);
        for (const { Name, Unit } of Metrics) {
          expect(metrics[Name]).toBeTypeOf('number');
          expect(['Count', 'Milliseconds']).toContain(Unit);
        }
      }
    },
  );
});

describe('an unconfirmed policy', () => {
  it('is a warning and a metric of the invocation', () => {
    const [warning, metrics = {}] = logged((log) => {
      log.policyIsStale('S3 is down');
      log.answered([], 1);
    });
    expect(warning).toMatchObject({ level: 'WARN', message: 'S3 is down' });
    expect(metrics).toMatchObject({ PolicyStale: 1, InternalFailure: 0 });
    const { CloudWatchMetrics } = metrics._aws as { CloudWatchMetrics: { Metrics: object[] }[] };
    expect(CloudWatchMetrics[0]?.Metrics).toContainEqual({ Name: 'PolicyStale', Unit: 'Count' });
  });
});

describe('a failure', () => {
  it('says what and what to do, and counts', () => {
    const error = new GuardError('policy', 'keyPolicy is wrong');
    const [line, metrics] = logged((log) => log.failed(error, 2));
    expect(line).toEqual({
      timestamp: '2026-11-24T00:00:00.000Z',
      level: 'ERROR',
      ...who,
      message: 'keyPolicy is wrong',
      code: 'policy',
      remedy: error.remedy,
    });
    expect(metrics).toMatchObject({ ...who, InternalFailure: 1, Compliant: 0, FunctionName: 'local' });
  });

  it('of our own keeps the frames and not the message', () => {
    const [line] = logged((log) => log.failed(toGuardError(new TypeError('secret')), 2));
    expect(line).toMatchObject({
      code: 'defect',
      at: expect.arrayContaining([expect.stringMatching(/^at /)]),
    });
    expect(JSON.stringify(line)).not.toContain('secret');
  });

  it.each(['text', new Proxy(new Error('x'), { get: () => undefined })])(
    'is told whatever was thrown',
    (thrown) => {
      const [line] = logged((log) => log.failed(toGuardError(thrown), 2));
      expect(line).toMatchObject({ level: 'ERROR', code: 'defect' });
    },
  );
});

describe('the log', () => {
  it('warns', () => {
    expect(logged((log) => log.warn('odd'))).toMatchObject([{ level: 'WARN', message: 'odd' }]);
  });

  it.each([null, 'text', { awsRequestId: 5 }, new Proxy({}, { get: () => expect.fail() })])(
    'has no request id from a context that has none',
    (context) => {
      expect(logged((log) => log.warn('odd'), { context })[0]).not.toHaveProperty('requestId');
    },
  );

  it('never stands in the way of an answer', () => {
    const write = () => {
      throw new Error('EPIPE');
    };
    const log = new Log({ write, now: Date.now, env: {} }, caller);
    expect(() => log.answered([judged], 1)).not.toThrow();
  });
});

describe('what was thrown', () => {
  const unreadable = new Proxy(new Error(), {
    getPrototypeOf: () => {
      throw new Error();
    },
  });
  it.each([
    [new TypeError('secret'), 'Something went wrong inside the guard (TypeError)'],
    ['secret', 'Something went wrong inside the guard (a thrown string)'],
    [undefined, 'Something went wrong inside the guard (a thrown undefined)'],
    [unreadable, 'Something went wrong inside the guard (an error that cannot be read)'],
  ])('becomes a failure that quotes nothing', (thrown, message) => {
    expect(toGuardError(thrown)).toMatchObject({ code: 'defect', message });
  });

  it('stays what it is where it is ours', () => {
    const error = new GuardError('event', 'x');
    expect(toGuardError(error)).toBe(error);
  });
});
