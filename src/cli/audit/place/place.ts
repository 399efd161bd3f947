/** One account and Region, as an audit reads it. */
import type { ClientOptions } from '../../../aws/index.js';
import type { AuditFailure, AuditRow, Coverage } from '../audit-report.js';

export interface Place {
  /** Undefined where the caller's own account is read and STS did not say which that is. */
  readonly account: string | undefined;
  readonly region: string;
  /** The caller's own where there are none. */
  readonly credentials: ClientOptions['credentials'];
}

/** What was read of a place. */
export interface PlaceReading {
  readonly rows: readonly AuditRow[];
  /** Undefined where the list of SageMaker's configurations was not asked for, or refused. */
  readonly coverage: Coverage | undefined;
  readonly failures: readonly AuditFailure[];
  readonly stacks: number;
  /** Whether anything could be read at all. */
  readonly isRead: boolean;
}

/** A configuration that a stack names, judged by the stack's template. */
export interface StackRow {
  readonly row: AuditRow & { readonly stack: string; readonly logicalId: string };
  /** By which the configuration is found in SageMaker; undefined where the stack does not hold it. */
  readonly key: string | undefined;
}
