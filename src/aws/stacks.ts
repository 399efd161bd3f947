/** The stacks of an account and Region: their resources, templates and parameters. Reads only. */
import type { CloudFormationClient, Parameter } from '@aws-sdk/client-cloudformation';
import { AwsFailure } from './failure.js';
import { loadSdk } from './load-sdk.js';

export interface StackSummary {
  /** The stack's ARN; two stacks of one name, one of them deleted, differ in it. */
  readonly id: string;
  readonly name: string;
}

export interface StackPlace {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
}

/** A stack's template and parameters. */
export interface StackSource {
  readonly template: string;
  /** Whether transforms and macros have run over the template. */
  readonly processed: boolean;
  readonly parameters: readonly StackParameter[];
}

export interface StackParameter {
  readonly name: string;
  /** CloudFormation shows `****` where the parameter is declared `NoEcho`. */
  readonly value: string | undefined;
  /** What the SSM parameter of this name held, where the value names one. */
  readonly resolved: string | undefined;
}

/** Every stack of the client's region that is not deleted, page by page. */
export async function* listStacks(client: CloudFormationClient): AsyncGenerator<StackSummary> {
  const { paginateListStacks, StackStatus } = loadSdk('client-cloudformation');
  // Without a filter the answer holds every stack that was deleted in the last 90 days too.
  const StackStatusFilter = Object.values(StackStatus).filter((status) => status !== 'DELETE_COMPLETE');
  for await (const page of paginateListStacks({ client }, { StackStatusFilter })) {
    for (const { StackId, StackName } of page.StackSummaries ?? []) {
      if (StackId !== undefined && StackName !== undefined) yield { id: StackId, name: StackName };
    }
  }
}

/** A resource that a stack holds. */
export interface StackResource {
  readonly logicalId: string;
  /** The name or the ARN by which its service knows it; undefined until there is one. */
  readonly physicalId: string | undefined;
}

/** A stack's resources of one type, without those that it has deleted or given up. */
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

/** Whether a call failed because the stack is no longer there. */
export function isGone(error: unknown): boolean {
  return error instanceof AwsFailure && error.code === 'refused' && /does not exist/.test(error.message);
}

/** Where a stack is, by its ARN. */
export function placeOfStack({ id, name }: StackSummary): StackPlace {
  const [, , , region = '', account = ''] = id.split(':');
  return { account, region, stack: name };
}
