import { type Judgment, rule, type Subject, summarize, type Verdict } from '../decision/index.js';
import type { Caller } from './caller.js';
import type { GuardError } from './failure.js';
import { cut, list } from './message.js';

/** The verdict on one target. */
export interface Judged extends Judgment {
  readonly subject: Subject;
  /** Whether it fails the operation: non-compliant, or undetermined under `undetermined: fail`. */
  readonly failed: boolean;
  /** How long judging it took. */
  readonly milliseconds: number;
}

/**
 * How long a message may be, in characters. CloudFormation cuts it at 4,096 and Cloud Control at 1,024. Only a stack
 * distinguishes the two, so an event without one (Cloud Control, contract tests, a malformed event) gets the shorter
 * limit.
 */
function messageLimit({ target, stackId }: Caller): number {
  const hasStack = target === 'resource' ? stackId !== undefined : target !== undefined;
  return hasStack ? 4_096 : 1_024;
}

/** `HookStatusReason` ends at 1,024 characters, so the first problem and its fix must be within these. */
const FIRST_LOOK = 1_000;
/** Characters that the problem may take, even if its fix is long. */
const LEAST = 400;

type Status = 'PASSED' | 'FAILED' | 'SKIPPED';

/** One finding as the console's invocation summary and `GetHookResult` show it. */
export interface Annotation {
  readonly annotationName: string;
  readonly status: Status;
  readonly statusMessage: string;
  readonly remediationMessage: string;
  readonly remediationLink: string;
  readonly severityLevel: 'MEDIUM';
}

/** The answer of a Lambda Hook. Source: "Lambda Hooks" in the CloudFormation Hooks User Guide. */
export interface Answer {
  readonly hookStatus: 'SUCCESS' | 'FAILED';
  readonly errorCode?: 'NonCompliant' | 'InternalFailure';
  readonly message: string;
  readonly clientRequestToken: string;
  readonly callbackContext: null;
  readonly callbackDelaySeconds: 0;
  readonly annotations?: readonly Annotation[];
}

/** The annotation's status for a verdict that does not fail the operation. */
const statuses = {
  compliant: 'PASSED',
  exempt: 'SKIPPED',
  undetermined: 'SKIPPED',
  notApplicable: 'SKIPPED',
} as const satisfies Record<Exclude<Verdict, 'nonCompliant'>, Status>;

const ANNOTATION_LIMIT = 16_384;
/** All annotations together, in characters. A Lambda answer may have 6 MB, and a character may take 3 bytes. */
const ANNOTATIONS_LIMIT = 1_500_000;

/** The answer to an invocation whose targets have been judged. */
export function toAnswer(caller: Caller, judged: readonly Judged[]): Answer {
  const failed = judged.filter((one) => one.failed);
  const limit = messageLimit(caller);
  const room = Math.min(ANNOTATION_LIMIT, Math.floor(ANNOTATIONS_LIMIT / 2 / judged.length));
  const annotations = judged.map((one) => annotate(one, room));
  return {
    ...(failed.length === 0
      ? { hookStatus: 'SUCCESS', message: cut(passed(judged), limit) }
      : {
          hookStatus: 'FAILED',
          errorCode: 'NonCompliant',
          message: list(heading(failed.length, judged.length), failed.map(describe), limit),
        }),
    ...shape(caller.token),
    ...(annotations.length > 0 ? { annotations } : {}),
  };
}

/**
 * The answer where the guard could not judge: it blocks the operation and tells the operator why. A long list of
 * problems is cut, so that the remedy stays visible; the log has the whole list.
 */
export function toFailure(caller: Caller, error: GuardError): Answer {
  const message =
    `${cut(error.message, FIRST_LOOK - LEAST)}. Nothing was judged, so this operation is not known to be ` +
    `compliant. ${error.remedy}`;
  return {
    hookStatus: 'FAILED',
    errorCode: 'InternalFailure',
    message: cut(message, messageLimit(caller)),
    ...shape(caller.token),
  };
}

function shape(clientRequestToken: string) {
  return { clientRequestToken, callbackContext: null, callbackDelaySeconds: 0 } as const;
}

function annotate(judged: Judged, room: number): Annotation {
  const { failed, verdict } = judged;
  return {
    annotationName: rule.id,
    status: failed || verdict === 'nonCompliant' ? 'FAILED' : statuses[verdict],
    statusMessage: cut(judged.message, room),
    remediationMessage: cut(judged.remediation, room),
    remediationLink: rule.link,
    severityLevel: rule.severity,
  };
}

/** Room for a heading and the blank lines around it. */
const HEADING = 120;

/** Empty for a single finding, whose own text names the configuration. */
function heading(failed: number, all: number): string {
  return failed === 1 ? '' : `${failed} of ${all} endpoint configurations do not meet the rule ${rule.id}.`;
}

/** The problem and its fix, cut to the first characters. The annotation has both in full. */
function describe({ message, remediation }: Judged): string {
  const room = FIRST_LOOK - HEADING - remediation.length;
  return `${cut(message, Math.max(room, LEAST))}\n${remediation}`;
}

/** The message where nothing fails the operation. */
function passed(judged: readonly Judged[]): string {
  const [only, ...others] = judged;
  if (only === undefined) return `Nothing here for the rule ${rule.id} to judge.`;
  if (others.length === 0) return only.message;
  const counts = Object.entries(summarize(judged)).filter(([, count]) => count > 0);
  return `${judged.length} endpoint configurations: ${counts.map(([verdict, count]) => `${count} ${verdict}`).join(', ')}.`;
}
