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

/** Schemas with only the members that the decision needs. Every other member may be missing or malformed. */

const anObject = 'expected an object';
const map = custom<RawMap>(isRawMap, anObject);
/** An object with these members. It refuses a list, which valibot's `object` would accept. */
const objectWith = <const E extends ObjectEntries>(entries: E) => pipe(map, object(entries, anObject));

const points = Object.keys(actions);
const actionInvocationPoint = picklist(points, `expected one of ${points.join(', ')}`);
const payload = pipe(string('expected a string'), nonEmpty('expected an address'));

/** For an event whose target is unknown. */
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

/** @throws EventError naming every wrong member */
export function parse<const S extends GenericSchema>(schema: S, event: unknown): InferOutput<S> {
  const result = safeParse(schema, event);
  if (result.success) return result.output;
  throw new EventError(`The invocation is malformed: ${result.issues.map(describe).join('; ')}`);
}

/** A wrong member and what is wrong with it. Never its value, which may be secret. */
function describe(issue: BaseIssue<unknown>): string {
  const member = issue.path?.map(({ key }) => String(key)).join('.') ?? 'the event';
  // Valibot reports a missing member as an issue of type `object` without input.
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
