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
import { payloadReader } from './payload.js';
import { type Answer, type Judged, toAnswer, toFailure } from './response.js';
import { toTargets } from './targets.js';
import { judgeTargets } from './verdicts.js';

/** A Lambda handler that takes any event, and any context or none. */
export type HookHandler = (event: unknown, context?: unknown) => Promise<Answer>;

/**
 * How much of the time a payload may take: 14.4 of the 24 seconds that the deployed function has, so that ten seconds
 * in which S3 is out of reach pass. The rest is for the judging. The worst pair of templates of 1 MB that is known,
 * 500 configurations each in YAML that must be parsed in full, took 2.8 s of one core (AMD EPYC, Node 20), and
 * 1,769 MB of memory give a function one core.
 */
const PAYLOAD_SHARE = 0.6;

/**
 * The hook: event → targets → verdicts → answer. It always resolves, in time, and to an answer of the shape
 * that CloudFormation wants, whatever comes in.
 */
export function createHandler(environment: Environment): HookHandler {
  const policies = createPolicyStore(environment);
  const lookUpKeys = createKeyLookup(environment);

  async function judge(invocation: Invocation, time: number, log: Log): Promise<readonly Judged[]> {
    const started = environment.clock();
    const warn = (message: string) => log.warn(message);
    const payloads = payloadReader({ ...environment, warn }, started + time * PAYLOAD_SHARE);
    const targets = await toTargets(invocation, payloads, warn);
    // What the guard has no say in is not held up by a policy that is wrong or out of reach.
    const open = targets.some((target) => !('untouched' in target));
    const policy = open ? await policyFor(invocation, log) : defaultPolicy;
    const keys = await lookUpKeys(targets, policy, invocation.caller.account);
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
