import { readFileSync } from 'node:fs';
import { defaultPolicy, type Policy } from '../../src/decision/index.js';
import { callerOf } from '../../src/hook/caller.js';
import type { Network } from '../../src/hook/download.js';
import type { Environment } from '../../src/hook/environment.js';
import { type Invocation, toInvocation } from '../../src/hook/event.js';
import { toTargets } from '../../src/hook/targets.js';
import { judgeTargets } from '../../src/hook/verdicts.js';
import type { RawMap } from '../../src/template/index.js';

export const stackId = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/inference/2f0c9d10';
export const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
export const address = 'https://payloads.s3.eu-west-1.amazonaws.com/stack?X-Amz-Signature=secret';
export const variants = [{ VariantName: 'AllTraffic', InstanceType: 'ml.m5.large' }];

/** An event of the events/ folder. */
export function readEvent(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`events/${name}.json`, 'utf8'));
}

/** A RESOURCE invocation for a configuration without a key; members can be replaced. */
export function resourceEvent(members: object = {}, requestData: object = {}): Record<string, unknown> {
  const event = readEvent('resource-create.fail');
  return { ...event, ...members, requestData: { ...(event.requestData as object), ...requestData } };
}

/** A STACK invocation; members can be replaced. */
export function stackEvent(members: object = {}, requestData: object = {}): Record<string, unknown> {
  const event = readEvent('stack-create.fail');
  return {
    ...event,
    ...members,
    requestData: { ...(event.requestData as object), payload: address, ...requestData },
  };
}

/** An event as the function in us-east-1 understands it. */
export function invocationOf(event: unknown): Invocation {
  return toInvocation(event, callerOf(event, 'us-east-1'));
}

/**
 * The verdicts on an event's targets as `logical id: verdict, reason`, and what was warned of. It fails where the event
 * needs a payload and there is none.
 */
export async function verdictsOf(
  event: unknown,
  payload?: RawMap,
  warnings: string[] = [],
  policy: Policy = defaultPolicy,
): Promise<string[]> {
  const read = async () => payload ?? Promise.reject(new Error('the payload is not needed here'));
  const targets = await toTargets(invocationOf(event), read, (message) => warnings.push(message));
  const judged = judgeTargets(targets, policy, { now: new Date(0) }, 1, () => 0);
  return judged.map(({ subject, verdict, reason }) => `${subject.resource}: ${verdict}, ${reason}`);
}

/** An environment in which nothing waits, and what it logged. */
export function fakeEnvironment(overrides: Partial<Environment> = {}): {
  environment: Environment;
  lines: string[];
} {
  const lines: string[] = [];
  let time = 0;
  const environment: Environment = {
    env: { AWS_REGION: 'us-east-1' },
    fetch: () => Promise.reject(new Error('no network in this test')),
    now: () => Date.UTC(2026, 10, 24),
    clock: () => time,
    random: () => 0.5,
    sleep: (milliseconds) => {
      time += milliseconds;
      return Promise.resolve();
    },
    readObject: () => Promise.reject(new Error('no bucket in this test')),
    describeKey: () => Promise.reject(new Error('no KMS in this test')),
    write: (line) => lines.push(line),
    ...overrides,
  };
  return { environment, lines };
}

/** A fetch that answers one payload, whatever the address. */
export function answering(payload: unknown): Network['fetch'] {
  return () => Promise.resolve(new Response(JSON.stringify(payload)));
}
