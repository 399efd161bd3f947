/** The failures that keep the guard from judging, each with what an operator can do. */

const remedies = {
  event:
    'The invocation is not one that CloudFormation documents for Lambda hooks: look at what else invokes this function.',
  payload:
    'Retry the stack operation; if it fails again, see whether the function can reach Amazon S3 (VPC endpoint, proxy, egress rules).',
  payloadContent:
    'Retry the stack operation; if it fails again, CloudFormation sends a payload that this version of the guard does not know: update the guard.',
  template: 'Correct the template and deploy again.',
  policy: "Correct the guard's policy (GUARD_POLICY, or the hook's own configuration).",
  policySource:
    "Check that the object exists, and that the function's role may read it and use its KMS key if it has one.",
  keyPermission:
    "Set the parameter VerifyKeys of the guard's stack to true: it grants the function kms:DescribeKey. If it is true, the key's policy has to allow it too. Or choose a keyPolicy other than verified.",
  keyLookup:
    'Retry the stack operation; if it fails again, see whether the function can reach AWS KMS (VPC endpoint, proxy, egress rules) and whether KMS throttles the account.',
  configuration: "Correct the guard function's environment.",
  deadline: "Retry the stack operation; if it fails again, raise the guard function's memory and timeout.",
  defect:
    "Retry the stack operation; if it fails again, this is a defect of the guard: its log has the details. Until it is repaired, set the hook's failure mode to WARN or disable the hook.",
} as const;

export type FailureCode = keyof typeof remedies;

/**
 * The guard could not judge. `message` is a sentence without its full stop. It must not contain secrets, since the
 * answer and the log quote it.
 */
export class GuardError extends Error {
  override readonly name = 'GuardError';

  constructor(
    readonly code: FailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get remedy(): string {
    return remedies[this.code];
  }
}

/** The invocation cannot be understood. The message names every wrong member. */
export class EventError extends GuardError {
  constructor(message: string, options?: ErrorOptions) {
    super('event', message, options);
  }
}

/**
 * Turns anything thrown into a GuardError. Of a foreign error it keeps only the name: the message may quote the event, a
 * policy or an address, which must not reach the answer or the log.
 */
export function toGuardError(thrown: unknown): GuardError {
  try {
    if (thrown instanceof GuardError) return thrown;
    const name = thrown instanceof Error ? String(thrown.name).slice(0, 100) : `a thrown ${typeof thrown}`;
    return new GuardError('defect', `Something went wrong inside the guard (${name})`, { cause: thrown });
  } catch {
    return new GuardError('defect', 'Something went wrong inside the guard (an error that cannot be read)');
  }
}
