/** What an audit comes to, piece by piece. */
import type { Judgement } from '../../policy/index.js';

/** One endpoint configuration of one stack. */
export interface Finding extends Judgement {
  readonly kind: 'finding';
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly stackId: string;
  readonly logicalId: string;
  /** The configuration's name at SageMaker, where the stack holds it. */
  readonly physicalId: string | undefined;
  /** Where it stands in the template that GetTemplate answers, counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** A stack, or where none is named a region, that could not be read to its end. */
export interface Unread {
  readonly kind: 'unread';
  readonly region: string;
  readonly stack: string | undefined;
  readonly message: string;
}

export type AuditItem = Finding | Unread;
