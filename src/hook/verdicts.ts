import { type Judgement, judge, notApplicable, type Policy } from '../decision/index.js';
import { outOfTime } from './deadline.js';
import type { Judged } from './response.js';
import type { Target } from './target.js';

/**
 * The verdict on each target.
 *
 * @param deadline on `clock`, checked between targets, since judging cannot be interrupted
 * @throws GuardError where the time is up
 */
export function judgeTargets(
  targets: readonly Target[],
  policy: Policy,
  now: Date,
  deadline: number,
  clock: () => number,
): readonly Judged[] {
  return targets.map((target) => {
    const before = clock();
    if (before > deadline) throw outOfTime();
    const judgement = judgeTarget(target, policy, now);
    const { verdict } = judgement;
    const failed =
      verdict === 'nonCompliant' || (verdict === 'undetermined' && policy.undetermined === 'fail');
    return { ...judgement, scope: target.scope, failed, milliseconds: clock() - before };
  });
}

function judgeTarget(target: Target, policy: Policy, now: Date): Judgement {
  if ('notApplicable' in target) return notApplicable(target.notApplicable, target.scope);
  return judge(target.alternatives, target.scope, policy, now, { resolved: target.resolved });
}
