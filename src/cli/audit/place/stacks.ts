/** Reads the stacks of one place, and judges their endpoint configurations by their templates. */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { pMapIterable } from 'p-map';
import {
  AwsFailure,
  concernsEveryCall,
  isGone,
  listStacks,
  resourcesOfStack,
  type StackSummary,
  sourceOfStack,
} from '../../../aws/index.js';
import { matches, type Policy, rule } from '../../../decision/index.js';
import type { Tally } from '../progress.js';
import type { PlaceFailures } from './failures.js';
import type { Judge } from './judge.js';
import { judgeStack } from './judge-stack.js';
import type { StackRow } from './place.js';

export interface StacksRequest {
  readonly client: CloudFormationClient;
  /** A pattern (`*`, `?`) of stack names; undefined for all stacks. */
  readonly pattern: string | undefined;
  readonly policy: Policy;
  readonly judge: Judge;
}

export interface StacksReading {
  readonly rows: readonly StackRow[];
  /** The number of stacks that were read. */
  readonly stacks: number;
  readonly isListed: boolean;
  /** Whether every stack was read. Only then it is certain that a configuration is outside stacks. */
  readonly isComplete: boolean;
}

/** If AWS throttles the calls for this many stacks, the client's retries slow them down. */
const STACKS_AT_ONCE = 8;

/** Reads the stacks in CloudFormation's order. A stack that cannot be read becomes a failure; the others go on. */
export async function readStacks(
  request: StacksRequest,
  failures: PlaceFailures,
  tally: Tally,
): Promise<StacksReading> {
  const { client, pattern } = request;
  const named: StackSummary[] = [];
  let isListed = true;
  try {
    for await (const stack of listStacks(client)) {
      if (pattern !== undefined && !matches(pattern, stack.name)) continue;
      tally('stacksListed');
      named.push(stack);
    }
  } catch (error) {
    failures.add('stacks cannot be listed', error);
    isListed = false;
  }
  tally('placesListed');

  const rows: StackRow[] = [];
  let stacks = 0;
  let isComplete = isListed;
  const read = async (stack: StackSummary) => {
    const found = await readStack(stack, request, failures);
    tally('stacks');
    return found;
  };
  try {
    for await (const found of pMapIterable(named, read, { concurrency: STACKS_AT_ONCE })) {
      stacks++;
      if (found === undefined) isComplete = false;
      else rows.push(...found);
    }
  } catch (error) {
    failures.add('stacks cannot be read', error);
    isComplete = false;
  }
  return { rows, stacks, isListed, isComplete };
}

/** @returns undefined if the stack could not be read */
async function readStack(
  stack: StackSummary,
  { client, policy, judge }: StacksRequest,
  failures: PlaceFailures,
): Promise<readonly StackRow[] | undefined> {
  try {
    const held = await resourcesOfStack(client, stack.id, rule.resourceType);
    // The stack contains no endpoint configuration, so its template need not be read.
    if (held.length === 0) return [];
    const source = await sourceOfStack(client, stack.id);
    return source === undefined ? [] : await judgeStack(stack, held, source, policy, judge);
  } catch (error) {
    // The stack was deleted after it was listed, so there is nothing to judge.
    if (isGone(error)) return [];
    if (error instanceof AwsFailure && concernsEveryCall(error)) throw error;
    failures.add(`the stack ${stack.name} cannot be read`, error);
    return undefined;
  }
}
