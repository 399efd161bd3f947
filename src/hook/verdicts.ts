import {
  fails,
  type JudgeOptions,
  type Judgment,
  judge,
  notApplicable,
  type Policy,
  type Subject,
} from '../decision/index.js';
import { outOfTime } from './deadline.js';
import type { Judged } from './response.js';
import type { Target } from './target.js';

/**
 * Judges each target.
 *
 * @param deadline the time on `clock` after which no further target is judged; judging one cannot be interrupted
 * @throws GuardError where the time is up
 */
export function judgeTargets(
  targets: readonly Target[],
  policy: Policy,
  options: JudgeOptions,
  deadline: number,
  clock: () => number,
): readonly Judged[] {
  return targets.map((target) => {
    const before = clock();
    if (before > deadline) throw outOfTime();
    const judgment = judgeTarget(target, policy, options);
    const failed = fails(judgment, { strict: policy.undetermined === 'fail' });
    return { ...judgment, subject: subjectOfTarget(target), failed, milliseconds: clock() - before };
  });
}

function judgeTarget(target: Target, policy: Policy, options: JudgeOptions): Judgment {
  if ('untouched' in target) return notApplicable(target.untouched, target);
  return judge(target.configuration, policy, options);
}

function subjectOfTarget(target: Target): Subject {
  return 'untouched' in target ? target.subject : target.configuration.subject;
}
