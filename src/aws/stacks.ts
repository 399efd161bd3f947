/** Reads the stacks of an account and Region: their resources, templates and parameters. */
import type { CloudFormationClient, Parameter } from '@aws-sdk/client-cloudformation';
import { AwsFailure } from './failure.js';
import { loadSdk } from './load-sdk.js';

export interface StackSummary {
  /** The stack's ARN. It distinguishes a stack from a deleted one with the same name. */
  readonly id: string;
  readonly name: string;
}

/** A stack's template and parameters. */
export interface StackSource {
  readonly template: string;
  /** Whether transforms and macros have been applied to the template. */
  readonly processed: boolean;
  readonly parameters: readonly StackParameter[];
}

export interface StackParameter {
  readonly name: string;
  /** CloudFormation shows `****` where the parameter is declared `NoEcho`. */
  readonly value: string | undefined;
  /** The content of the SSM parameter, where the value is the name of one. */
  readonly resolved: string | undefined;
}

/** Every stack of the client's Region that is not deleted, page by page. */
export async function* listStacks(client: CloudFormationClient): AsyncGenerator<StackSummary> {
  const { paginateListStacks, StackStatus } = loadSdk('client-cloudformation');
  // Without a filter, the answer includes every stack that was deleted in the last 90 days.
  const StackStatusFilter = Object.values(StackStatus).filter((status) => status !== 'DELETE_COMPLETE');
  for await (const page of paginateListStacks({ client }, { StackStatusFilter })) {
    for (const { StackId, StackName } of page.StackSummaries ?? []) {
      if (StackId !== undefined && StackName !== undefined) yield { id: StackId, name: StackName };
    }
  }
}

/** A resource of a stack. */
export interface StackResource {
  readonly logicalId: string;
  /** The name or ARN that its service uses; undefined until it has one. */
  readonly physicalId: string | undefined;
}

/** A stack's resources of one type, without those that it has deleted or released. */
export async function resourcesOfStack(
  client: CloudFormationClient,
  StackName: string,
  type: string,
): Promise<StackResource[]> {
  const { paginateListStackResources } = loadSdk('client-cloudformation');
  const found: StackResource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName })) {
    for (const resource of page.StackResourceSummaries ?? []) {
      const { LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus } = resource;
      if (ResourceType !== type || LogicalResourceId === undefined) continue;
      if (ResourceStatus === 'DELETE_COMPLETE' || ResourceStatus === 'DELETE_SKIPPED') continue;
      found.push({ logicalId: LogicalResourceId, physicalId: PhysicalResourceId });
    }
  }
  return found;
}

/** The stack's template after its transforms, and its parameters; undefined where the stack has been deleted. */
export async function sourceOfStack(
  client: CloudFormationClient,
  stackId: string,
): Promise<StackSource | undefined> {
  const { DescribeStacksCommand, GetTemplateCommand } = loadSdk('client-cloudformation');
  const [template, { Stacks: [stack] = [] }] = await Promise.all([
    client.send(new GetTemplateCommand({ StackName: stackId, TemplateStage: 'Processed' })),
    client.send(new DescribeStacksCommand({ StackName: stackId })),
  ]);
  if (stack === undefined || stack.StackStatus === 'DELETE_COMPLETE') return undefined;
  const { TemplateBody = '', StagesAvailable } = template;
  return {
    template: TemplateBody,
    processed: StagesAvailable === undefined || StagesAvailable.includes('Processed'),
    parameters: (stack.Parameters ?? []).flatMap(toParameter),
  };
}

function toParameter({ ParameterKey, ParameterValue, ResolvedValue }: Parameter): StackParameter[] {
  if (ParameterKey === undefined) return [];
  return [{ name: ParameterKey, value: ParameterValue, resolved: ResolvedValue }];
}

/** Whether a call failed because the stack no longer exists. */
export function isGone(error: unknown): boolean {
  return error instanceof AwsFailure && error.code === 'refused' && /does not exist/.test(error.message);
}
