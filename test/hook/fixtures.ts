import { readFileSync } from 'node:fs';
import type { Network } from '../../src/hook/download.js';
import type { Environment } from '../../src/hook/environment.js';

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
    write: (line) => lines.push(line),
    ...overrides,
  };
  return { environment, lines };
}

/** A fetch that answers one payload, whatever the address. */
export function answering(payload: unknown): Network['fetch'] {
  return () => Promise.resolve(new Response(JSON.stringify(payload)));
}
