import {
  type BaseIssue,
  custom,
  type GenericSchema,
  type InferOutput,
  nonEmpty,
  nullish,
  type ObjectEntries,
  object,
  optional,
  picklist,
  pipe,
  safeParse,
  string,
  unknown,
} from 'valibot';
import { isRawMap, type RawMap } from '../template/index.js';
import { actions } from './caller.js';
import { EventError } from './failure.js';

/** What the decision needs of an invocation, and no more: every other member may be missing or odd. */

const anObject = 'expected an object';
const map = custom<RawMap>(isRawMap, anObject);
/** An object with these members. A list is none, although valibot's `object` takes it for one. */
const objectWith = <const E extends ObjectEntries>(entries: E) => pipe(map, object(entries, anObject));

const points = Object.keys(actions);
const actionInvocationPoint = picklist(points, `expected one of ${points.join(', ')}`);
const payload = pipe(string('expected a string'), nonEmpty('expected an address'));

/** Where not even the target can be told. */
export const anyEvent = objectWith({
  actionInvocationPoint,
  requestData: objectWith({ targetName: pipe(string('expected a string'), nonEmpty('expected a name')) }),
});
export const resourceEvent = objectWith({
  actionInvocationPoint,
  requestData: objectWith({
    targetModel: objectWith({
      resourceProperties: nullish(map),
      previousResourceProperties: optional(unknown()),
    }),
  }),
});
export const stackEvent = objectWith({ actionInvocationPoint, requestData: objectWith({ payload }) });
export const changeSetEvent = objectWith({ requestData: objectWith({ payload }) });

/** @throws EventError naming every member that is bad */
export function parse<const S extends GenericSchema>(schema: S, event: unknown): InferOutput<S> {
  const result = safeParse(schema, event);
  if (result.success) return result.output;
  throw new EventError(`The invocation is malformed: ${result.issues.map(describe).join('; ')}`);
}

/** A bad member and what is wrong with it; never its value, which may be a secret. */
function describe(issue: BaseIssue<unknown>): string {
  const member = issue.path?.map(({ key }) => String(key)).join('.') ?? 'the event';
  // A member that is not there is an issue of the object that should have it.
  const missing = issue.type === 'object' && issue.input === undefined && issue.path !== undefined;
  return `${member} (${missing ? 'missing' : `${issue.message}, found ${kindOf(issue.input)}`})`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value === '') return 'an empty string';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
