import { accountId } from '../aws/index.js';
import { arnParts, isRawMap, type RawMap } from '../template/index.js';

/** What CloudFormation or Cloud Control is about to do. */
export type Action = 'create' | 'update' | 'delete';

export const actions: Readonly<Record<string, Action>> = {
  CREATE_PRE_PROVISION: 'create',
  UPDATE_PRE_PROVISION: 'update',
  DELETE_PRE_PROVISION: 'delete',
  // `HookTargetAction` of CloudFormation's API model (botocore 1.44.8) has IMPORT. An import into a stack updates it.
  IMPORT_PRE_PROVISION: 'update',
};

/**
 * Who calls the hook, and for which target, as far as the event shows it. No member is secret: the answer, the log and
 * the messages quote them.
 */
export interface Caller {
  /** The answer repeats it; empty where the caller sent none. */
  readonly token: string;
  readonly target: 'resource' | 'stack' | 'changeSet' | undefined;
  /** A change set invocation always says CREATE, or has no such member. */
  readonly action: Action | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly partition: string | undefined;
  /** Name and ARN of the stack. Cloud Control and AWS's contract tests send neither. */
  readonly stackName: string | undefined;
  readonly stackId: string | undefined;
  /** Type and logical id, where the target is a resource. */
  readonly type: string | undefined;
  readonly logicalId: string | undefined;
}

/**
 * Reads the caller from the event. It refuses nothing: a missing or malformed member is undefined.
 * Source: "Lambda Hooks" in the CloudFormation Hooks User Guide. The spellings and omissions follow its examples.
 *
 * @param ownRegion the function's Region, used where the event names neither a stack nor a change set
 */
export function callerOf(event: unknown, ownRegion: string | undefined): Caller {
  try {
    return read(isRawMap(event) ? event : {}, textOf(ownRegion));
  } catch {
    return read({}, textOf(ownRegion));
  }
}

const cloudFormationArn = `^arn:(${arnParts.partition}):cloudformation:(${arnParts.region}):(${arnParts.account})`;
const stackArn = new RegExp(`${cloudFormationArn}:stack/([^/]+)/`);
const changeSetArn = new RegExp(`${cloudFormationArn}:changeSet/`);

function read(event: RawMap, ownRegion: string | undefined): Caller {
  const request = isRawMap(event.requestData) ? event.requestData : {};
  const target = targetOf(request);
  const name = textOf(request.targetLogicalId);
  const stack = firstMatch(stackArn, event.stackId, event.stackID);
  const arn = stack ?? firstMatch(changeSetArn, name, event.changeSetId);
  const account = textOf(event.awsAccountId);
  const type = target === 'resource' ? typeOf(request) : undefined;
  return {
    token: textOf(event.clientRequestToken) ?? textOf(event.clientRequesttoken) ?? '',
    target,
    action: actionOf(event.actionInvocationPoint) ?? (target === 'changeSet' ? 'create' : undefined),
    account: account !== undefined && accountId.test(account) ? account : arn?.[3],
    region: arn?.[2] ?? ownRegion,
    partition: arn?.[1],
    stackName: stack?.[4] ?? (target === 'stack' ? name : undefined),
    stackId: stack?.input,
    type,
    logicalId: target === 'resource' ? (name ?? type) : undefined,
  };
}

function targetOf(request: RawMap): Caller['target'] {
  const names = [request.targetName, request.targetType];
  if (names.includes('CHANGE_SET')) return 'changeSet';
  if (names.includes('STACK')) return 'stack';
  return typeOf(request) === undefined ? undefined : 'resource';
}

/** The resource type. `targetType` repeats it, except under Cloud Control, where it is the word RESOURCE. */
function typeOf({ targetName, targetType }: RawMap): string | undefined {
  return textOf(targetName) ?? (targetType === 'RESOURCE' ? undefined : textOf(targetType));
}

function actionOf(point: unknown): Action | undefined {
  return typeof point === 'string' && Object.hasOwn(actions, point) ? actions[point] : undefined;
}

function firstMatch(pattern: RegExp, ...values: readonly unknown[]): RegExpExecArray | undefined {
  for (const value of values) {
    const match = typeof value === 'string' ? pattern.exec(value) : null;
    if (match) return match;
  }
  return undefined;
}

/** Whether a value is one of the three that CloudFormation sends for a missing member. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** The value, where it is a text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
