import type { Configuration, notApplicable, Subject } from '../decision/index.js';
import type { Caller } from './caller.js';

/** One endpoint configuration that the operation is about: to be judged, or left alone by the operation. */
export type Target = JudgedTarget | UntouchedTarget;

export interface JudgedTarget {
  readonly configuration: Configuration;
}

/** One that this operation does not touch, or removes. */
export interface UntouchedTarget {
  readonly subject: Subject;
  readonly untouched: Parameters<typeof notApplicable>[0];
}

/** Where a target of this caller's is deployed. */
export function subjectOf({ account, region, stackName }: Caller, logicalId: string): Subject {
  return { account, region, stack: stackName, resource: logicalId };
}
