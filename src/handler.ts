import { writeSync } from 'node:fs';
import { createPolicyStore, type ObjectReader, PolicySourceError, readS3Object } from './aws/policy-store.js';
import {
  defaultPolicy,
  mergePolicies,
  type Policy,
  PolicyError,
  policyOfHookModel,
} from './decision/index.js';
import { inTime, timeLeft } from './hook/deadline.js';
import type { Network } from './hook/download.js';
import { type Invocation, toInvocation } from './hook/event.js';
import { GuardError, toGuardError } from './hook/failure.js';
import { Log } from './hook/log.js';
import { payloadReader } from './hook/payload.js';
import { type Answer, callerOf, type Judged, toAnswer, toFailure } from './hook/response.js';
import { toTargets } from './hook/targets.js';
import { judgeTargets } from './hook/verdicts.js';

/** Everything outside that the guard uses. */
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
  /** Takes one line of the log. */
  readonly write: (line: string) => unknown;
}

export type Handler = (event: unknown, context?: unknown) => Promise<Answer>;

/** How much of the time a payload may take; the rest is for the judging. */
const PAYLOAD_SHARE = 0.8;

/**
 * The hook: event → targets → verdicts → answer. It always resolves, in time, and to an answer of the shape
 * that CloudFormation wants, whatever comes in.
 */
export function createHandler(environment: Environment): Handler {
  const policies = createPolicyStore(environment);

  async function judge(invocation: Invocation, time: number, log: Log): Promise<readonly Judged[]> {
    const started = environment.clock();
    const warn = (message: string) => log.warn(message);
    const payloads = payloadReader({ ...environment, warn }, started + time * PAYLOAD_SHARE);
    const targets = await toTargets(invocation, payloads, warn);
    // What the guard has no say in is not held up by a policy that is wrong or out of reach.
    const open = targets.some((target) => !('notApplicable' in target));
    const policy = open ? await policyFor(invocation, warn) : defaultPolicy;
    return judgeTargets(targets, policy, new Date(environment.now()), started + time, environment.clock);
  }

  async function policyFor({ hookModel }: Invocation, warn: (message: string) => void): Promise<Policy> {
    try {
      return mergePolicies(await policies(warn), policyOfHookModel(hookModel));
    } catch (error) {
      if (error instanceof PolicyError) throw new GuardError('policy', error.message, { cause: error });
      if (error instanceof PolicySourceError)
        throw new GuardError('policySource', error.message, { cause: error });
      throw error;
    }
  }

  return async (event, context) => {
    const started = environment.clock();
    const log = new Log(environment, context);
    let invocation: Invocation | undefined;
    try {
      const time = timeLeft(context);
      invocation = toInvocation(event, environment.env.AWS_REGION);
      const judged = await inTime(time, judge(invocation, time, log));
      log.answered(invocation, judged, environment.clock() - started);
      return toAnswer(callerOf(event, invocation), judged);
    } catch (thrown) {
      const failure = toGuardError(thrown);
      log.failed(invocation, failure, environment.clock() - started);
      return toFailure(callerOf(event, invocation), failure);
    }
  };
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
  // Past `console`, which Lambda wraps in JSON of its own, so that CloudWatch would not see the metrics; and past
  // the stream on `process`, which takes half as long to set up as everything else that a cold start does here.
  write: (line) => writeSync(STDOUT, line),
};

/** The Lambda function's entry point. */
export const handler: Handler = createHandler(lambdaEnvironment);
