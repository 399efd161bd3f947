/** The result of an audit. Every format is written from this data. */
import type { Judgment, Policy } from '../../decision/index.js';

/** One endpoint configuration: it exists in SageMaker, or only a stack names it. */
export interface AuditRow extends Omit<Judgment, 'path'> {
  readonly account: string;
  readonly region: string;
  /** Its name in SageMaker; undefined if it does not exist there, or if SageMaker was not read. */
  readonly configuration: string | undefined;
  /** The name of the stack that contains it. */
  readonly stack: string | undefined;
  /** Whether it is certain that no stack contains it, because every stack of its account and Region was read. */
  readonly isOutside: boolean;
  readonly logicalId: string | undefined;
  /** The names of the endpoints that use it, or that are being updated to it. */
  readonly endpoints: readonly string[];
  /** Whether it is certain that no endpoint uses it, because every endpoint of its account and Region was read. */
  readonly isUnused: boolean;
  /** What was judged: the configuration in SageMaker, or the declaration in the stack's template. */
  readonly source: 'sagemaker' | 'stack';
  /** Its position in the template that GetTemplate returns for the stack; line and column count from 1. */
  readonly place: { readonly line: number; readonly column: number } | undefined;
  /** `Stack/Endpoint/Config`, if the CDK wrote the template. */
  readonly constructPath: string | undefined;
  /** The creation time that SageMaker reports. */
  readonly createdAt: Date | undefined;
}

/** Something that could not be read. The report may lack rows because of it. */
export interface AuditFailure {
  /** Undefined if it concerns more than one account. */
  readonly account: string | undefined;
  /** Undefined if it concerns more than one Region. */
  readonly region: string | undefined;
  /** What could not be read, why, and what to do. */
  readonly message: string;
}

/** How many of the configurations in SageMaker came through CloudFormation, where the hook sees them. */
export interface Coverage {
  readonly configurations: number;
  readonly inStacks: number;
  readonly outsideStacks: number;
  /** The configurations that at least one endpoint uses. */
  readonly inUse: number;
}

/** What was read, under which policy, and when. */
export interface AuditScope {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  /** The policy in force, member by member. */
  readonly policy: Policy;
  /** The policy's file; `defaults` if there is none. */
  readonly from: string;
  readonly at: Date;
}

export interface AuditReport {
  /** The most severe first: non-compliant and in use. */
  readonly rows: readonly AuditRow[];
  /** Undefined if not every configuration and every stack was requested, or if no configuration could be listed. */
  readonly coverage: Coverage | undefined;
  readonly scope: AuditScope;
  readonly failures: readonly AuditFailure[];
  /** The number of stacks that were read, including those without an endpoint configuration. */
  readonly stacks: number;
}
