import {
  custom,
  type GenericSchema,
  type InferOutput,
  nonEmpty,
  nullish,
  object,
  picklist,
  pipe,
  safeParse,
  string,
} from 'valibot';
import { isRawMap } from '../template/raw.js';
import { EventError } from './failure.js';
import { describeIssues } from './issues.js';

/** The members of an invocation, as the CloudFormation Hooks User Guide prints them. */

const text = string('expected a string');
const optionalText = nullish(text);
const record = custom<Record<string, unknown>>(isRawMap, 'expected an object');
export const actions = {
  CREATE_PRE_PROVISION: 'create',
  UPDATE_PRE_PROVISION: 'update',
  DELETE_PRE_PROVISION: 'delete',
} as const;
const actionNames = Object.keys(actions) as (keyof typeof actions)[];

const target = {
  targetName: pipe(text, nonEmpty('expected a name')),
  targetType: optionalText,
  targetLogicalId: optionalText,
};

/** The members that every invocation has, around the request of one kind of target. */
function invocationOf<const S extends GenericSchema<unknown, Record<string, unknown>>>(requestData: S) {
  return object(
    {
      clientRequestToken: optionalText,
      clientRequesttoken: optionalText,
      awsAccountId: optionalText,
      stackId: optionalText,
      stackID: optionalText,
      hookModel: nullish(record),
      actionInvocationPoint: picklist(actionNames, `expected one of ${actionNames.join(', ')}`),
      requestData,
    },
    'expected an object',
  );
}

export const invocationOfResource = invocationOf(
  object(
    { ...target, targetModel: object({ resourceProperties: nullish(record) }, 'expected an object') },
    'expected an object',
  ),
);
export const invocationWithPayload = invocationOf(
  object({ ...target, payload: pipe(text, nonEmpty('expected an address')) }, 'expected an object'),
);
/** Deletions, and resources of other types: what they carry is not looked at. */
export const invocationAlone = invocationOf(object(target, 'expected an object'));

/** What all invocations have. */
export type Envelope = InferOutput<typeof invocationAlone>;

/** @throws EventError naming every member that is bad */
export function parse<const S extends GenericSchema>(schema: S, event: unknown): InferOutput<S> {
  const result = safeParse(schema, event);
  if (result.success) return result.output;
  throw new EventError(`The invocation is malformed: ${describeIssues(result.issues, 'the event')}`);
}
