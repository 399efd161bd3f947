import { accountId } from '../aws/index.js';
import { arnParts, isRawMap, type RawMap } from '../template/index.js';

/** What CloudFormation or Cloud Control is about to do. */
export type Action = 'create' | 'update' | 'delete';

export const actions: Readonly<Record<string, Action>> = {
  CREATE_PRE_PROVISION: 'create',
  UPDATE_PRE_PROVISION: 'update',
  DELETE_PRE_PROVISION: 'delete',
};

/**
 * Who calls the hook, and about what, as far as the event shows it. Nothing here is secret: the answer, the log and
 * the messages use it as it is.
 */
export interface Caller {
  /** Echoed in the answer; empty where the caller gave none. */
  readonly token: string;
  readonly target: 'resource' | 'stack' | 'changeSet' | undefined;
  /** A change set invocation reads CREATE whatever it changes, and may lack the member. */
  readonly action: Action | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly partition: string | undefined;
  /** Name and ARN of the stack; neither is known under Cloud Control, nor to AWS's contract tests. */
  readonly stackName: string | undefined;
  readonly stackId: string | undefined;
  /** Type and logical id of the resource, where the target is one. */
  readonly type: string | undefined;
  readonly logicalId: string | undefined;
}

/**
 * Reads from the event whatever of this can be read; it refuses nothing, and what is missing or odd is undefined.
 * Shapes: "Lambda Hooks" in the CloudFormation Hooks User Guide, with the spellings and omissions that the guide has.
 *
 * @param ownRegion the function's, for invocations that name neither stack nor change set
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

/** The resource type; `targetType` repeats it, but for Cloud Control it is the word RESOURCE. */
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

/** What CloudFormation sends where there is nothing, in one of the three ways that it has for it. */
export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** A text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
