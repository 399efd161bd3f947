import { showPath } from '../template/raw.js';
import type { Path } from '../template/value.js';
import type { Exemption } from './document.js';
import { adviseLocal, adviseUnverified, tellRefused, tellUnknown } from './findings.js';
import type { Case, Outcome } from './outcome.js';
import { repair } from './repair.js';
import { type Circumstances, listed, subjectOf, whereAssumed } from './subject.js';
import type { Judgement, Reason, Scope } from './verdict.js';

/** What is said of an outcome: message, remediation, place. */
type Words = Omit<Judgement, 'verdict' | 'reason'>;

/** Puts an outcome into words, the policy's exemptions included. */
export function explain(outcome: Outcome, circumstances: Circumstances): Judgement {
  const { holds, expired } = circumstances.exemptions;
  const { verdict, reason } = outcome;
  const words = wordsFor(outcome, circumstances);
  if (holds) return exempted(words, holds, circumstances.scope);
  if (expired.length === 0) return { verdict, reason, ...words };
  return { verdict, reason, ...words, message: [words.message, ...expired.map(tellExpired)].join(' ') };
}

function wordsFor(outcome: Outcome, circumstances: Circumstances): Words {
  const [first] = outcome.cases;
  if (!first) return notApplicable('conditionFalse', circumstances.scope);
  switch (outcome.verdict) {
    case 'nonCompliant':
      return refused(outcome.cases, first, circumstances);
    case 'undetermined':
      return outcome.reason === 'dependsOnParameters'
        ? divided(outcome, first, circumstances)
        : untold(first, circumstances);
    default:
      return passed(outcome.reason, first, circumstances);
  }
}

/** Something is wrong in every alternative; what differs between them is told once each. */
function refused(cases: readonly Case[], first: Case, circumstances: Circumstances): Words {
  const texts = new Set(cases.flatMap((found) => tellRefused(found, circumstances)));
  return { message: [...texts].join(' '), remediation: repair(first, circumstances), path: first.path };
}

const nothingToDo = 'Nothing to do.';

function passed(reason: Reason, found: Case, circumstances: Circumstances): Words {
  const { storage, key, path } = found;
  const subject = subjectOf(circumstances.scope);
  if (reason === 'keyPresent') {
    return {
      message: `${subject} encrypts its storage volumes with a KMS key.`,
      remediation: nothingToDo,
      path,
    };
  }
  if (reason === 'keyOnLocalStorage') {
    const remediation = makeDeployable(found, circumstances);
    return { message: `${subject} has a KmsKeyId. ${adviseLocal(storage)}`, remediation, path };
  }
  const doubts = storage.unverified.length > 0 ? ` ${adviseUnverified(storage.unverified)}` : '';
  const written = key.state === 'bad' ? ' The KmsKeyId that it has would be refused.' : '';
  const message =
    `${subject} needs no KmsKeyId: all its variants, ${listed(storage.local)}, are on local NVMe storage, which ` +
    `the hardware encrypts and where SageMaker refuses a key.${doubts}${written}`;
  return { message, remediation: written ? 'Remove KmsKeyId.' : nothingToDo, path };
}

/** What lets SageMaker accept a configuration that has a key on local storage, without losing the verdict. */
function makeDeployable({ storage }: Case, { policy }: Circumstances): string {
  const local = listed(storage.local);
  if (policy.localStorage === 'require') return `Choose instance types without local storage for ${local}.`;
  return storage.kind === 'local'
    ? 'Remove KmsKeyId: without it the configuration is exempt.'
    : `Split the configuration: give ${local} one of its own without KmsKeyId, which is exempt.`;
}

/** Some value is not known, and the verdict hangs on it. */
function untold(found: Case, circumstances: Circumstances): Words {
  const { key, storage, own, s3, path, assuming } = found;
  const causes: string[] = [];
  if (own.verdict === 'undetermined') {
    if (key.state === 'unknown') causes.push(`its KmsKeyId: ${tellUnknown(key.unknown)}`);
    if (storage.kind === 'unknown' && storage.untold) {
      causes.push(`its storage, at ${showPath(storage.untold.path)}: ${tellUnknown(storage.untold.unknown)}`);
    }
  }
  for (const { path: at, unknown } of s3) {
    if (unknown) causes.push(`its ${showPath(at)}: ${tellUnknown(unknown)}`);
  }
  const where = assuming.length > 0 ? ` ${whereAssumed(assuming)}` : '';
  const subject = subjectOf(circumstances.scope);
  return {
    message: `${subject} cannot be judged yet${where}, since this cannot be told: ${causes.join('; ')}.`,
    remediation: settleIt(circumstances),
    path,
  };
}

/** The alternatives do not agree. */
function divided({ cases, absent }: Outcome, first: Case, circumstances: Circumstances): Words {
  const bad = cases.find(({ verdict }) => verdict === 'nonCompliant');
  const good = cases.filter(({ verdict }) => verdict !== 'nonCompliant');
  const texts = [
    `Whether ${lowered(subjectOf(circumstances.scope))} passes depends on parameters or conditions.`,
  ];
  if (bad) {
    texts.push(
      `It would be refused ${whereAssumed(bad.assuming)}: ${tellRefused(bad, circumstances).join(' ')}`,
    );
  }
  // One example of each way to pass: with the key, and without needing it.
  for (const verdict of ['compliant', 'exempt'] as const) {
    const example = good.find((found) => found.verdict === verdict);
    if (example) texts.push(`It passes (${verdict}) ${whereAssumed(example.assuming)}.`);
  }
  if (absent) texts.push(`It is not created ${whereAssumed(absent.assuming)}.`);
  const settled = settleIt(circumstances);
  const remediation = bad
    ? `${settled}\n\nTo pass in every case: ${lowered(repair(bad, circumstances))}`
    : settled;
  return { message: texts.join(' '), remediation, path: (bad ?? first).path };
}

function settleIt({ policy }: Circumstances): string {
  const settle =
    'to settle it before, write the value into the template, or let the constraints of the parameter ' +
    '(AllowedValues, AllowedPattern, MinLength) rule out the values that would be refused.';
  return policy.undetermined === 'fail'
    ? `The policy asks for certainty (undetermined: fail): ${settle}`
    : `It is decided when the resource itself is checked, with its final values; ${settle}`;
}

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function exempted(words: Words, { expires, reason }: Exemption, scope: Scope): Judgement {
  return {
    verdict: 'exempt',
    reason: 'exemption',
    message: `${subjectOf(scope)} is exempt by the policy until ${expires} ("${reason}"). Without the exemption: ${words.message}`,
    remediation: `Nothing to do until ${expires}. For the time after that: ${words.remediation}`,
    path: words.path,
  };
}

function tellExpired({ expires, reason }: Exemption): string {
  return `An exemption for it expired on ${expires} and no longer counts ("${reason}").`;
}

const unaffected = {
  conditionFalse: 'is not created: its condition is false',
  unchanged: 'is the same as before, so that this operation does not touch it',
  deleted: 'is deleted, and nothing is left to encrypt',
} as const;

/** The judgement of a configuration that this operation does not create or change. */
export function notApplicable(reason: keyof typeof unaffected, scope: Scope): Judgement {
  const path: Path = [];
  const message = `${subjectOf(scope)} ${unaffected[reason]}.`;
  return { verdict: 'notApplicable', reason, message, remediation: nothingToDo, path };
}
