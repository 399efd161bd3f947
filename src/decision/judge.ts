import { Unknown } from '../template/value.js';
import { assess, type Decision, decide } from './assess.js';
import type { Policy } from './document.js';
import { findExemptions } from './exemption.js';
import { explain } from './explain.js';
import type { Key } from './key.js';
import type { Case, Outcome } from './outcome.js';
import type { Alternative, Judgement, Scope } from './verdict.js';
import type { View } from './view.js';

/**
 * Judges one endpoint configuration over all the ways it may turn out.
 *
 * @param alternatives exactly one for resolved properties, else one for each combination of conditions and
 *   parameter values. They are taken one by one, and no more than it needs to settle the verdict.
 * @param now what exemptions expire against.
 * @param view whether everything that can be resolved has been; then no verdict is `undetermined`.
 */
export function judge(
  alternatives: Iterable<Alternative>,
  scope: Scope,
  policy: Policy,
  now: Date,
  view: View = { resolved: false },
): Judgement {
  const outcome = weigh(alternatives, policy, view);
  const refusable = outcome.verdict === 'nonCompliant' || outcome.verdict === 'undetermined';
  const exemptions = refusable
    ? findExemptions(policy.exemptions, scope, now)
    : { holds: undefined, expired: [] };
  return explain(outcome, { scope, policy, view, exemptions });
}

function weigh(alternatives: Iterable<Alternative>, policy: Policy, view: View): Outcome {
  const cases: Case[] = [];
  let refused = 0;
  let absent: Alternative | undefined;
  // Refused in one alternative and fine in another: no further one can change that.
  const isSplit = () => refused > 0 && (absent !== undefined || refused < cases.length);
  for (const alternative of alternatives) {
    if (alternative.exists) {
      const found: Case = { ...assess(alternative.properties, policy, view), assuming: alternative.assuming };
      // Whatever the others say, they cannot make certain what this one cannot tell.
      if (found.verdict === 'undetermined') return decided(found, [found], absent);
      cases.push(found);
      if (found.verdict === 'nonCompliant') refused++;
    } else {
      absent ??= alternative;
    }
    if (isSplit()) return decided(dependsOnParameters, cases, absent);
  }
  return decided(combine(cases, policy), cases, absent);
}

function decided(
  { verdict, reason }: Decision,
  cases: readonly Case[],
  absent: Alternative | undefined,
): Outcome {
  return { verdict, reason, cases, absent };
}

const dependsOnParameters: Decision = { verdict: 'undetermined', reason: 'dependsOnParameters' };
const keyOfSome: Key = { state: 'unknown', unknown: new Unknown('it depends on parameters', []) };

/** The decision over alternatives that are all refused, or all fine. */
function combine(cases: readonly Case[], policy: Policy): Decision {
  const [first] = cases;
  if (!first) return { verdict: 'notApplicable', reason: 'conditionFalse' };
  if (cases.every(({ verdict }) => verdict === first.verdict)) return first;
  // Some have a key and the others need none: together a key that cannot be told, on the storage they share.
  const shared = cases.every(({ storage }) => storage.kind === first.storage.kind);
  const joined = decide(keyOfSome, shared ? first.storage.kind : 'unknown', policy);
  return joined.verdict === 'exempt' ? joined : dependsOnParameters;
}
