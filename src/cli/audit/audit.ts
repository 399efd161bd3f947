/** Every stack of some regions, judged one after the other: few calls at once, few results in memory. */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  AwsFailure,
  isGone,
  listStacks,
  placeOfStack,
  resourcesOfStack,
  type StackSummary,
  sourceOfStack,
} from '../../aws/index.js';
import { matches, type Policy, rule } from '../../decision/index.js';
import { TemplateError } from '../../template/index.js';
import { type AuditItem, nameOfRegion, nameOfStack } from './finding.js';
import { mapInOrder, readAhead } from './in-order.js';
import { judgeStack } from './judge-stack.js';
import type { Tally } from './progress.js';

export interface AuditRequest {
  readonly regions: readonly string[];
  /** A pattern (`*`, `?`) of stack names; all stacks where it is missing. */
  readonly stack: string | undefined;
  readonly policy: Policy;
  readonly now: Date;
  readonly client: (region: string) => Promise<CloudFormationClient>;
}

/** Regions worked on at the same time. Each has a limit of its own at AWS, this machine has one for all. */
const REGIONS_AT_ONCE = 4;
/** Stacks of a region worked on at the same time; what throttles beyond that, the client's retries slow down. */
const STACKS_AT_ONCE = 8;
/** Results that a region may have ready before they are read. */
const RESULTS_AHEAD = 256;
/** Stack names that may be known before they are worked on, so that the progress knows how many there are. */
const STACKS_AHEAD = 20_000;

/**
 * Audits the stacks, region by region in the order given, each region's stacks in CloudFormation's order.
 * A region or a stack that cannot be read is a result of its own, and the others go on.
 */
export async function* audit(request: AuditRequest, tally: Tally): AsyncGenerator<AuditItem> {
  const regions = mapInOrder(request.regions, REGIONS_AT_ONCE, async (region) =>
    readAhead(auditRegion(region, request, tally), RESULTS_AHEAD),
  );
  for await (const results of regions) yield* results;
}

async function* auditRegion(region: string, request: AuditRequest, tally: Tally): AsyncGenerator<AuditItem> {
  const client = await request.client(region);
  try {
    const stacks = readAhead(selectedStacks(client, request.stack, tally), STACKS_AHEAD);
    const results = mapInOrder(stacks, STACKS_AT_ONCE, async (stack) => {
      const found = await auditStack(client, stack, request);
      tally.done();
      return found;
    });
    for await (const found of results) yield* found;
  } catch (error) {
    if (!(error instanceof AwsFailure)) throw error;
    const message = request.regions.length > 1 ? amongOthers(error) : error.message;
    yield { kind: 'unread', of: 'region', problem: { file: nameOfRegion(region), message } };
  } finally {
    tally.regionDone();
    client.destroy();
  }
}

async function* selectedStacks(
  client: CloudFormationClient,
  pattern: string | undefined,
  tally: Tally,
): AsyncGenerator<StackSummary> {
  for await (const stack of listStacks(client)) {
    if (pattern !== undefined && !matches(pattern, stack.name)) continue;
    tally.found();
    yield stack;
  }
  tally.listed();
}

async function auditStack(
  client: CloudFormationClient,
  stack: StackSummary,
  { policy, now }: AuditRequest,
): Promise<readonly AuditItem[]> {
  try {
    const held = await resourcesOfStack(client, stack.id, rule.resourceType);
    // Whatever the template says of configurations that the stack does not hold, there is nothing to replace.
    if (held.length === 0) return [];
    const source = await sourceOfStack(client, stack.id);
    if (source === undefined) return [];
    const findings = await judgeStack(
      stack,
      held.map(({ logicalId }) => logicalId),
      source,
      policy,
      now,
    );
    return findings.map((finding) => ({ kind: 'finding', finding }));
  } catch (error) {
    // It was listed, and has been deleted since: not there is as good as compliant.
    if (isGone(error)) return [];
    if (!isOfOneStack(error)) throw error;
    return [
      {
        kind: 'unread',
        of: 'stack',
        problem: { file: nameOfStack(placeOfStack(stack)), message: error.message },
      },
    ];
  }
}

/** What one region of several holds against credentials that the others may accept. */
function amongOthers({ code, message }: AwsFailure): string {
  if (code !== 'credentials') return message;
  return `${message}. Where other regions accept them, this one is not turned on in the account, or the session's token was made for others`;
}

/** Whether other stacks of the region can still be read after it. */
function isOfOneStack(error: unknown): error is AwsFailure | TemplateError {
  if (error instanceof TemplateError) return true;
  if (!(error instanceof AwsFailure)) return false;
  return !['credentials', 'expired', 'region', 'unreachable'].includes(error.code);
}
