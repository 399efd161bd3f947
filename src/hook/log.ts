import { summarize, type Verdict, verdicts } from '../decision/index.js';
import type { Caller } from './caller.js';
import type { FailureCode, GuardError } from './failure.js';
import { cut } from './message.js';
import type { Judged } from './response.js';

// Powertools for AWS Lambda is not used: its logger and metrics are 34 KB when bundled, which the bundle has no
// room for, and take half as long as a whole invocation. Two kinds of line are all that is needed.

/** CloudWatch namespace of the guard's metrics. */
export const namespace = 'EndpointKmsGuard';

/** The metric that counts each verdict. */
const counters = {
  compliant: 'Compliant',
  nonCompliant: 'NonCompliant',
  exempt: 'Exempt',
  undetermined: 'Undetermined',
  notApplicable: 'NotApplicable',
} as const satisfies Record<Verdict, string>;

const metrics = [
  ...verdicts.map((verdict) => ({ Name: counters[verdict], Unit: 'Count' })),
  { Name: 'InternalFailure', Unit: 'Count' },
  { Name: 'Duration', Unit: 'Milliseconds' },
];

/**
 * Failures by the version that had them, under the name that Lambda's own metrics have for it: the alarms that watch
 * a deployment must see the new version alone. Written with a failure only, so that a sound guard has no such metric.
 */
const oneVersion = {
  Namespace: namespace,
  Dimensions: [['FunctionName', 'ExecutedVersion']],
  Metrics: [{ Name: 'GuardFailure', Unit: 'Count' }],
};
/** What came in is at fault, so that it says nothing about the version that met it. */
const faultOfInput: ReadonlySet<FailureCode> = new Set(['event', 'template']);

export interface LogEnvironment {
  /** Takes one line, its line feed included. */
  readonly write: (line: string) => unknown;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The log of one invocation: JSON lines for CloudWatch Logs, and one line in embedded metric format. Every line says
 * who called, and about what. Properties, credentials, the hook's model and payload addresses never reach it.
 */
export class Log {
  /** Members of every line; what is not known is left out of the JSON. */
  private readonly who: Readonly<Record<string, string | undefined>>;
  private stale = false;

  /** @param context Lambda's, for its request id */
  constructor(
    private readonly environment: LogEnvironment,
    { token, account, region, stackName, logicalId, target, action }: Caller,
    context?: unknown,
  ) {
    this.who = {
      requestId: requestIdOf(context),
      clientRequestToken: bounded(token || undefined),
      account,
      region,
      stack: bounded(stackName),
      logicalId: bounded(logicalId),
      target,
      action,
    };
  }

  /** A line for each verdict, and the metrics. @param milliseconds what the whole invocation took */
  answered(judged: readonly Judged[], milliseconds: number): void {
    for (const { subject, verdict, reason, milliseconds } of judged) {
      const logicalId = bounded(subject.resource);
      this.line('INFO', { message: 'verdict', logicalId, verdict, reason, ms: round(milliseconds) });
    }
    this.metrics(judged, milliseconds);
  }

  /**
   * Why nothing was judged, and the metrics. Of a defect the stack's frames are kept, and not its message,
   * which may quote what came in.
   */
  failed({ message, code, remedy, cause }: GuardError, milliseconds: number): void {
    const trace = code === 'defect' && cause instanceof Error ? String(cause.stack) : '';
    const at = trace
      .match(/^ +at .*$/gm)
      ?.slice(0, 10)
      .map((frame) => frame.trim());
    this.line('ERROR', { message, code, remedy, at });
    this.metrics([], milliseconds, code);
  }

  warn(message: string): void {
    this.line('WARN', { message });
  }

  /**
   * An unconfirmed copy of the policy serves. The invocation counts as `PolicyStale`; an invocation under the
   * present policy does not send that metric, since CloudWatch charges for every metric that is sent.
   */
  policyIsStale(message: string): void {
    this.stale = true;
    this.warn(message);
  }

  /**
   * The dimension of the metrics is the function, so that an alarm can name it; who called and about what are
   * properties to search by, and cost no metrics of their own.
   */
  private metrics(judged: readonly Judged[], milliseconds: number, failed?: FailureCode): void {
    const ofVersion = failed !== undefined && !faultOfInput.has(failed);
    const summary = summarize(judged);
    const counts = verdicts.map((verdict) => [counters[verdict], summary[verdict]]);
    const Metrics = this.stale ? [...metrics, { Name: 'PolicyStale', Unit: 'Count' }] : metrics;
    this.write({
      _aws: {
        Timestamp: this.environment.now(),
        CloudWatchMetrics: [
          { Namespace: namespace, Dimensions: [['FunctionName']], Metrics },
          ...(ofVersion ? [oneVersion] : []),
        ],
      },
      FunctionName: this.environment.env.AWS_LAMBDA_FUNCTION_NAME || 'local',
      ExecutedVersion: this.environment.env.AWS_LAMBDA_FUNCTION_VERSION || 'local',
      ...this.who,
      ...Object.fromEntries(counts),
      InternalFailure: failed === undefined ? 0 : 1,
      ...(this.stale && { PolicyStale: 1 }),
      ...(ofVersion && { GuardFailure: 1 }),
      Duration: round(milliseconds),
    });
  }

  private line(level: 'INFO' | 'WARN' | 'ERROR', members: Readonly<Record<string, unknown>>): void {
    const timestamp = new Date(this.environment.now()).toISOString();
    this.write({ timestamp, level, ...this.who, ...members });
  }

  private write(members: object): void {
    try {
      this.environment.write(`${JSON.stringify(members)}\n`);
    } catch {
      // The answer matters more than its log line.
    }
  }
}

/** Logical ids and stack names have 255 characters at most, tokens fewer; anything longer is none. */
function bounded(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cut(text, 255);
}

function requestIdOf(context: unknown): string | undefined {
  try {
    const { awsRequestId } = context as { awsRequestId?: unknown };
    return typeof awsRequestId === 'string' ? awsRequestId : undefined;
  } catch {
    return undefined;
  }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
