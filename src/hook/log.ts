import { summarize, type Verdict, verdicts } from '../decision/index.js';
import type { Caller } from './caller.js';
import type { Environment } from './environment.js';
import type { FailureCode, GuardError } from './failure.js';
import { cut } from './message.js';
import type { Judged } from './response.js';

// Powertools for AWS Lambda is not used: its logger and metrics add 34 KB, for which the bundle has no room, and take
// half as long as a whole invocation. The guard needs only two kinds of line.

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
 * Counts failures per function version. The dimension has the name that Lambda's own metrics use, so that the alarms of
 * a deployment can watch only the new version. It is sent only with a failure.
 */
const oneVersion = {
  Namespace: namespace,
  Dimensions: [['FunctionName', 'ExecutedVersion']],
  Metrics: [{ Name: 'GuardFailure', Unit: 'Count' }],
};
/** Failures caused by the input: they say nothing about the function's version. */
const faultOfInput: ReadonlySet<FailureCode> = new Set(['event', 'template']);

/**
 * The log of one invocation: JSON lines for CloudWatch Logs, and one line in embedded metric format. Every line names the
 * caller and the target. It never contains properties, credentials, the hook's model or payload addresses.
 */
export class Log {
  /** Members of every line. JSON leaves out the undefined ones. */
  private readonly who: Readonly<Record<string, string | undefined>>;
  private stale = false;

  /** @param context Lambda's, for its request id */
  constructor(
    private readonly environment: Pick<Environment, 'write' | 'now' | 'env'>,
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

  /** Writes a line for each verdict, and the metrics. @param milliseconds duration of the whole invocation */
  answered(judged: readonly Judged[], milliseconds: number): void {
    for (const { subject, verdict, reason, milliseconds } of judged) {
      const logicalId = bounded(subject.resource);
      this.line('INFO', { message: 'verdict', logicalId, verdict, reason, ms: round(milliseconds) });
    }
    this.metrics(judged, milliseconds);
  }

  /**
   * Writes why nothing was judged, and the metrics. For a defect it writes the stack's frames without the message,
   * which may quote the event.
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
   * Notes that the guard uses a copy of the policy that it could not refresh. Only such an invocation sends the metric
   * `PolicyStale`, since CloudWatch charges for every metric.
   */
  policyIsStale(message: string): void {
    this.stale = true;
    this.warn(message);
  }

  /**
   * Writes the metrics. Their dimension is the function, which an alarm can name. The caller and the target are
   * searchable properties, since more dimensions would create more metrics.
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

/** Cuts a text that is longer than any logical id, stack name or token: these have at most 255 characters. */
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
