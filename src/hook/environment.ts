import { writeSync } from 'node:fs';
import { type DescribeKey, describeKeyWith, type ObjectReader, readS3Object } from '../aws/index.js';

/** Everything the guard needs from outside. It is passed in, so that a test or a rehearsal can replace it. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A monotonic clock in milliseconds; its start means nothing. */
  readonly clock: () => number;
  /** From 0 to 1, for the jitter of retries. */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly readObject: ObjectReader;
  readonly describeKey: DescribeKey;
  /** Writes one line of the log. The line includes its line break. */
  readonly write: (line: string) => unknown;
}

const STDOUT = 1;

/** The environment of the Lambda function. */
export const lambdaEnvironment: Environment = {
  env: process.env,
  fetch: (url, init) => fetch(url, init),
  now: Date.now,
  clock: () => Number(process.hrtime.bigint()) / 1e6,
  random: Math.random,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  readObject: readS3Object,
  // One client for the function's lifetime, created when a policy first needs KMS.
  describeKey: describeKeyWith(),
  // Not `console`: Lambda wraps its lines in JSON, so CloudWatch would not find the metrics in them. Not
  // `process.stdout`: opening it takes half as long as everything else in a cold start.
  write: (line) => writeSync(STDOUT, line),
};
