import { writeSync } from 'node:fs';
import { type DescribeKey, describeKeyWith, type ObjectReader, readS3Object } from '../aws/index.js';
import type { Network } from './download.js';

/** What the guard takes from outside, handed in so that a test or a rehearsal can replace it. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: Network['fetch'];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds from any start, never going back. */
  readonly clock: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly readObject: ObjectReader;
  readonly describeKey: DescribeKey;
  /** Takes one line of the log. */
  readonly write: (line: string) => unknown;
}

/** The file descriptor of standard output. */
const STDOUT = 1;

/** The environment as the Lambda function finds it. */
export const lambdaEnvironment: Environment = {
  env: process.env,
  fetch: (url, init) => fetch(url, init),
  now: Date.now,
  clock: () => Number(process.hrtime.bigint()) / 1e6,
  random: Math.random,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  readObject: readS3Object,
  // One client for the function's life, made when a policy first asks KMS about a key.
  describeKey: describeKeyWith(),
  // Not `console`: Lambda wraps its lines in JSON of its own, and CloudWatch would not see the metrics in them. Not
  // `process.stdout` either: opening it takes half as long as everything else that a cold start does here.
  write: (line) => writeSync(STDOUT, line),
};
