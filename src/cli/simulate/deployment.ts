/** The stack that a rehearsal deploys, with made-up ARNs. */
import { createHash } from 'node:crypto';
import { partitionOf } from '../../aws/index.js';

export interface Deployment {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly stackName: string;
  readonly stackId: string;
  readonly changeSetId: string;
}

/** CloudFormation's limit for the name of a stack. */
const MAX_STACK_NAME = 128;

/** The same account, Region and name always give the same ARNs, so that two rehearsals can be compared. */
export function deploymentOf(account: string, region: string, stackName: string): Deployment {
  const partition = partitionOf(region);
  const cloudFormation = `arn:${partition}:cloudformation:${region}:${account}`;
  return {
    account,
    region,
    partition,
    stackName,
    stackId: `${cloudFormation}:stack/${stackName}/${uuidOf('stack', account, region, stackName)}`,
    changeSetId: `${cloudFormation}:changeSet/rehearsal/${uuidOf('changeSet', account, region, stackName)}`,
  };
}

/** The stack that a nested stack's resource creates. CloudFormation names it `Parent-LogicalId-XXXXXXXXXXXX`. */
export function nestedDeployment(parent: Deployment, logicalId: string): Deployment {
  const suffix = `-${suffixOf(parent.stackId, logicalId).toUpperCase()}`;
  const name = `${parent.stackName}-${logicalId}`.slice(0, MAX_STACK_NAME - suffix.length);
  return deploymentOf(parent.account, parent.region, `${name}${suffix}`);
}

/** Twelve letters and digits, always the same for the same parts. */
export function suffixOf(...parts: readonly string[]): string {
  return uuidOf(...parts)
    .replaceAll('-', '')
    .slice(0, 12);
}

/** A UUID that is always the same for the same parts. */
export function uuidOf(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return groups.join('-');
}
