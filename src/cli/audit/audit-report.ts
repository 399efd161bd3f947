/** What an audit found: the data that every one of its formats is made of. */
import type { Policy, Reason, Steps, Verdict } from '../../decision/index.js';

/** One endpoint configuration: one that SageMaker has, or one that only a stack names. */
export interface AuditRow {
  readonly account: string;
  readonly region: string;
  /** Its name in SageMaker; undefined where SageMaker has none, or was not asked. */
  readonly configuration: string | undefined;
  /** The stack that owns it. */
  readonly stack: string | undefined;
  /** Whether it is certain that no stack owns it: every stack of its place was read. */
  readonly isOutside: boolean;
  readonly logicalId: string | undefined;
  /** Names of the endpoints that use it, or are about to. */
  readonly endpoints: readonly string[];
  /** Whose view the verdict is of: what exists, or what the stack's template says. */
  readonly source: 'sagemaker' | 'stack';
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly message: string;
  readonly remediation: string;
  /** The remediation in parts: what to do, the members to set, and the lines for them. */
  readonly steps: Steps;
  /** Where it stands in the template that GetTemplate answers for the stack; line and column count from 1. */
  readonly place: { readonly line: number; readonly column: number } | undefined;
  /** `Stack/Endpoint/Config`, where the CDK wrote the template. */
  readonly constructPath: string | undefined;
  /** When SageMaker made it. */
  readonly createdAt: Date | undefined;
}

/** Something that could not be read, so that the report may lack rows. */
export interface AuditFailure {
  /** Undefined where it is of more than one account. */
  readonly account: string | undefined;
  /** Undefined where it is of more than one Region. */
  readonly region: string | undefined;
  /** What could not be read, why, and what to do. */
  readonly message: string;
}

/** How many of the configurations that SageMaker has came through CloudFormation, where the hook sees them. */
export interface Coverage {
  readonly configurations: number;
  readonly inStacks: number;
  readonly outsideStacks: number;
  /** Those that at least one endpoint uses. */
  readonly inUse: number;
}

/** What was looked at, by what, and when. */
export interface AuditScope {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** The policy in force, member by member. */
  readonly policy: Policy;
  /** The policy's file; `defaults` where there is none. */
  readonly from: string;
  readonly at: Date;
}

export interface AuditReport {
  /** The gravest first: without a key and in use. */
  readonly rows: readonly AuditRow[];
  /** Undefined where SageMaker was not asked. */
  readonly coverage: Coverage | undefined;
  readonly scope: AuditScope;
  readonly failures: readonly AuditFailure[];
  /** Stacks that were looked at, those without an endpoint configuration too. */
  readonly stacks: number;
}
