/** The data of a place: one Region of one account. */
import type { ClientOptions } from '../../../aws/index.js';
import type { AuditFailure, AuditRow, Coverage } from '../audit-report.js';

export interface Place {
  /** Undefined for the caller's own account if STS did not return its ID. */
  readonly account: string | undefined;
  readonly region: string;
  /** Undefined for the caller's own credentials. */
  readonly credentials: ClientOptions['credentials'];
}

/** What was read of a place. */
export interface PlaceReading {
  readonly rows: readonly AuditRow[];
  /** Undefined if SageMaker's configurations were not requested, or could not be listed. */
  readonly coverage: Coverage | undefined;
  readonly failures: readonly AuditFailure[];
  readonly stacks: number;
  /** Whether anything could be read at all. */
  readonly isRead: boolean;
}

/** A configuration that a stack names, judged by the stack's template. */
export interface StackRow {
  readonly row: AuditRow & { readonly stack: string; readonly logicalId: string };
  /** The key of the configuration in SageMaker; undefined if the stack does not contain it. */
  readonly key: string | undefined;
}
