/** The words for an outcome: what is wrong and where, what it means, what to do. */
import type { Path } from '../template/index.js';
import type { Configuration } from './configuration.js';
import type { Case, Outcome, Reason } from './decision.js';
import type { Judgment, MessageContext } from './judgment.js';
import { dependsOn, listed, lowered, subjectOf, whereAssumed } from './phrases.js';
import type { Exemption, Policy } from './policy.js';
import { describeRefusal } from './refusal.js';
import { type Remediation, repair, textOfSteps, withLines } from './remediation.js';
import type { Storage } from './storage.js';

interface Words {
  readonly message: string;
  readonly remediation: Remediation;
  readonly path: Path;
}

/** Puts an outcome into words, and applies the policy's exemptions. */
export function explain(outcome: Outcome, context: MessageContext): Judgment {
  const { configuration, exemptions } = context;
  const { verdict, reason } = outcome;
  const words = wordsFor(outcome, context);
  const steps = withLines(words.remediation, configuration);
  const remediation = textOfSteps(steps);
  if (exemptions.holds) return exempted({ ...words, remediation }, exemptions.holds, configuration);
  const message = [words.message, ...exemptions.expired.map(expiredExemption)].join(' ');
  return { verdict, reason, message, remediation, steps, path: words.path };
}

function wordsFor(outcome: Outcome, context: MessageContext): Words {
  const [first] = outcome.cases;
  const { subject } = context.configuration;
  if (!first)
    return { message: `${subjectOf(subject)} ${unaffected.conditionFalse}.`, remediation: nothing, path: [] };
  if (outcome.verdict === 'nonCompliant') return refused(outcome.cases, first, context);
  if (outcome.reason === 'dependsOnParameters') return divided(outcome, first, context);
  if (outcome.verdict === 'undetermined') return unknown(first, context);
  return { message: passed(outcome, first, context), remediation: nothing, path: first.path };
}

const nothing: Remediation = { words: 'Nothing to do.', additions: [] };

/** Every case is refused. The message has each problem once. */
function refused(cases: readonly Case[], first: Case, context: MessageContext): Words {
  const texts = new Set(cases.flatMap((found) => describeRefusal(found, context)));
  const remediation = repair(first, context.configuration.subject, context.policy);
  return { message: [...texts].join(' '), remediation, path: first.path };
}

function passed(outcome: Outcome, first: Case, { configuration, details }: MessageContext): string {
  const subject = subjectOf(configuration.subject);
  const { storage } = details;
  switch (outcome.reason) {
    case 'keyPresent':
      return `${subject} encrypts its storage volumes with a KMS key.`;
    case 'keyOnLocalStorage':
      return (
        `${subject} has a KmsKeyId. The local NVMe storage of ${listed(storage.local)} is encrypted by the ` +
        `instance's hardware and not by this key.${doubts(storage)}`
      );
    case 'passesInEveryCase': {
      const examples = (['compliant', 'exempt'] as const).map((verdict) => {
        const example = outcome.cases.find((each) => each.verdict === verdict);
        return `${verdict} ${whereAssumed(example?.assuming ?? [])}`;
      });
      return `${subject} passes in every case: ${examples.join(', ')}.`;
    }
    default: {
      const unused = first.key.state === 'invalid' ? ' Its KmsKeyId would not be accepted as a key.' : '';
      return (
        `${subject} needs no KmsKeyId under this policy (localStorage: exempt): all its variants, ` +
        `${listed(first.storage.local)}, are on local NVMe storage, which the instance's hardware ` +
        `encrypts.${doubts(first.storage)}${unused}`
      );
    }
  }
}

/** Names the instance types whose local storage no source confirms. */
function doubts({ unverified }: Storage): string {
  return unverified.length > 0
    ? ` It is not verified that every size of ${listed(unverified)} has local storage.`
    : '';
}

/** The verdict depends on an unknown value. */
function unknown(found: Case, { configuration, policy }: MessageContext): Words {
  const { key, storage, own, featureKeys, path, assuming } = found;
  const causes: string[] = [];
  if (own.verdict === 'undetermined') {
    if (key.state === 'unknown') causes.push(dependsOn(['KmsKeyId'], key.unknown));
    else if (storage.unknown) causes.push(dependsOn(storage.unknown.path, storage.unknown.value));
  }
  for (const { path: at, unknown: value } of featureKeys) if (value) causes.push(dependsOn(at, value));
  const where = assuming.length > 0 ? ` ${whereAssumed(assuming)}` : '';
  const subject = lowered(subjectOf(configuration.subject));
  const message = `Whether ${subject} passes is not known yet${where}: ${causes.join('; ')}.`;
  return { message, remediation: { words: later(policy), additions: [] }, path };
}

/** Some cases pass and others do not. */
function divided({ cases, absentWhere }: Outcome, first: Case, context: MessageContext): Words {
  const { configuration, policy } = context;
  const subject = lowered(subjectOf(configuration.subject));
  const refusal = cases.find(({ verdict }) => verdict === 'nonCompliant') ?? first;
  const why = describeRefusal(refusal, context).join(' ');
  const texts = [
    `Whether ${subject} passes depends on parameters or conditions.`,
    `It would be refused ${whereAssumed(refusal.assuming)}: ${why}`,
  ];
  const good = cases.find(({ verdict }) => verdict !== 'nonCompliant');
  if (good) texts.push(`It passes (${good.verdict}) ${whereAssumed(good.assuming)}.`);
  if (absentWhere) texts.push(`It is not created ${whereAssumed(absentWhere)}.`);
  const { words, additions } = repair(refusal, configuration.subject, policy);
  const remediation = { words: `${later(policy)}\n\nTo pass in every case, ${lowered(words)}`, additions };
  return { message: texts.join(' '), remediation, path: refusal.path };
}

function later({ undetermined }: Policy): string {
  const settle =
    "write the value into the template, or rule out the refused values with the parameter's constraints " +
    '(AllowedValues, AllowedPattern, MinLength).';
  return undetermined === 'fail'
    ? `The policy requires an answer before the deployment (undetermined: fail): ${settle}`
    : `The hook decides when it checks the resource itself, with its final values. To know before, ${settle}`;
}

function exempted(
  words: Omit<Words, 'remediation'> & { readonly remediation: string },
  { expires, reason }: Exemption,
  { subject }: Configuration,
): Judgment {
  const remediation = `Nothing to do until ${expires}. After that: ${words.remediation}`;
  return {
    verdict: 'exempt',
    reason: 'exemption',
    message: `${subjectOf(subject)} is exempt by the policy until ${expires} ("${reason}"). Without the exemption: ${words.message}`,
    remediation,
    steps: { words: remediation, additions: [], lines: [] },
    path: words.path,
  };
}

function expiredExemption({ expires, reason }: Exemption): string {
  return `An exemption for it expired on ${expires} and no longer counts ("${reason}").`;
}

const unaffected = {
  conditionFalse: 'is not created: its condition is false',
  unchanged: 'is untouched: this update leaves it as it is',
  unchangedTemplate:
    'is the same in the previous template. If a parameter value or anything else that it uses changes it, the hook checks its resource before it is replaced',
  deleted: 'is deleted, and nothing is left to encrypt',
} as const;

/**
 * The judgment on a configuration that this operation does not create or change.
 *
 * @param why `unchangedTemplate` where its definition is as before, but uses parameters whose values are unknown
 */
export function notApplicable(
  why: keyof typeof unaffected,
  { subject }: Pick<Configuration, 'subject'>,
): Judgment {
  const reason: Reason = why === 'unchangedTemplate' ? 'unchanged' : why;
  const message = `${subjectOf(subject)} ${unaffected[why]}.`;
  return {
    verdict: 'notApplicable',
    reason,
    message,
    remediation: nothing.words,
    steps: { ...nothing, lines: [] },
    path: [],
  };
}
