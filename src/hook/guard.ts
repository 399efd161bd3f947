import { createPolicyStore, PolicySourceError } from '../aws/index.js';
import {
  defaultPolicy,
  mergePolicies,
  type Policy,
  PolicyError,
  policyOfHookModel,
} from '../decision/index.js';
import { callerOf } from './caller.js';
import { inTime, timeLeft } from './deadline.js';
import type { Environment } from './environment.js';
import { type Invocation, toInvocation } from './event.js';
import { GuardError, toGuardError } from './failure.js';
import { createKeyLookup } from './key-lookup.js';
import { Log } from './log.js';
import { type ReadPayload, readPayload } from './payload.js';
import { type Answer, type Judged, toAnswer, toFailure } from './response.js';
import { toTargets } from './targets.js';
import { judgeTargets } from './verdicts.js';

/** A Lambda handler that accepts any event, with or without a context. */
export type HookHandler = (event: unknown, context?: unknown) => Promise<Answer>;

/**
 * The share of the time that the download may take: 14.4 of the deployed function's 24 seconds, so that the guard
 * survives ten seconds without S3. The rest is for judging. The slowest known pair of 1 MB templates (500 configurations
 * each, in YAML that must be parsed in full) took 2.8 s on one core (AMD EPYC, Node 20). A function has one core with
 * 1,769 MB of memory.
 */
const PAYLOAD_SHARE = 0.6;

/**
 * The hook: event → targets → verdicts → answer. For every event it resolves in time, to an answer in CloudFormation's
 * format.
 */
export function createHandler(environment: Environment): HookHandler {
  const policies = createPolicyStore(environment);
  const lookUpKeys = createKeyLookup(environment);

  async function judge(invocation: Invocation, time: number, log: Log): Promise<readonly Judged[]> {
    const started = environment.clock();
    const warn = (message: string) => log.warn(message);
    const read: ReadPayload = (address) =>
      readPayload(address, started + time * PAYLOAD_SHARE, { ...environment, warn });
    const targets = await toTargets(invocation, read, warn);
    // Without targets to judge, a wrong or unreachable policy must not fail the operation.
    const open = targets.some((target) => !('untouched' in target));
    const policy = open ? await policyFor(invocation, log) : defaultPolicy;
    const keys = await lookUpKeys(targets, policy, invocation.caller);
    const options = { now: new Date(environment.now()), keys };
    return judgeTargets(targets, policy, options, started + time, environment.clock);
  }

  async function policyFor({ hookModel }: Invocation, log: Log): Promise<Policy> {
    try {
      const { policy, stale } = await policies();
      if (stale !== undefined) log.policyIsStale(stale);
      return mergePolicies(policy, policyOfHookModel(hookModel));
    } catch (error) {
      if (error instanceof PolicyError) throw new GuardError('policy', error.message, { cause: error });
      if (error instanceof PolicySourceError)
        throw new GuardError('policySource', error.message, { cause: error });
      throw error;
    }
  }

  return async (event, context) => {
    const started = environment.clock();
    const caller = callerOf(event, environment.env.AWS_REGION);
    const log = new Log(environment, caller, context);
    try {
      const time = timeLeft(context);
      const judged = await inTime(time, judge(toInvocation(event, caller), time, log));
      log.answered(judged, environment.clock() - started);
      return toAnswer(caller, judged);
    } catch (thrown) {
      const failure = toGuardError(thrown);
      log.failed(failure, environment.clock() - started);
      return toFailure(caller, failure);
    }
  };
}
