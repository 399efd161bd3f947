import type { Configuration, notApplicable, Subject } from '../decision/index.js';
import type { Caller } from './caller.js';

/** One endpoint configuration of the operation: one to judge, or one that the operation leaves alone. */
export type Target = JudgedTarget | UntouchedTarget;

export interface JudgedTarget {
  readonly configuration: Configuration;
}

/** One that the operation does not change, or deletes. */
export interface UntouchedTarget {
  readonly subject: Subject;
  readonly untouched: Parameters<typeof notApplicable>[0];
}

/** Where the caller deploys a target. */
export function subjectOf({ account, region, stackName }: Caller, logicalId: string): Subject {
  return { account, region, stack: stackName, resource: logicalId };
}
