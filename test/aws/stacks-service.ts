/** An account's stacks, as far as an audit sees them: the operations, and the state behind them. */
import { Fault, type Operations, type Params } from './aws-server.js';

export interface FakeStack {
  readonly name: string;
  readonly template: string;
  /** Logical id -> type and, where it is not the usual one, status. */
  readonly resources: Readonly<Record<string, string | readonly [type: string, status: string]>>;
  readonly parameters?: Readonly<Record<string, string>>;
  /** What the SSM parameters that some values name held. */
  readonly resolved?: Readonly<Record<string, string>>;
  readonly status?: string;
  readonly stages?: readonly string[];
  /** Logical id -> name, where it is not that of the stack and the resource. */
  readonly names?: Readonly<Record<string, string>>;
  /** The operation from which on the stack is deleted. */
  readonly deletedFrom?: string;
  /** The operation that the caller may not call on it. */
  readonly denied?: string;
}

export interface StacksState {
  /** Region -> its stacks. */
  readonly regions: Map<string, FakeStack[]>;
  /** Stacks, and resources, a page. */
  pageSize: number;
}

const ownAccount = '111122223333';

export function stackId(name: string, region = 'eu-west-1', account = ownAccount): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${name}/00000000-0000-0000-0000-000000000000`;
}

export function stacksService(
  stacks: readonly FakeStack[] = [],
  region = 'eu-west-1',
  account = ownAccount,
): { readonly state: StacksState; readonly operations: Operations } {
  const state: StacksState = { regions: new Map([[region, [...stacks]]]), pageSize: 100 };

  function stackOf(operation: string, { StackName }: Params, region: string): FakeStack {
    const [, named = ''] = String(StackName).split('/');
    const known = stackId(named, region, account) === StackName ? state.regions.get(region) : undefined;
    const found = known?.find(({ name }) => name === named);
    if (found === undefined || found.deletedFrom === operation) {
      throw new Fault('ValidationError', `Stack with id ${StackName} does not exist`);
    }
    if (found.denied === operation) {
      throw new Fault(
        'AccessDenied',
        `User: arn:aws:iam::${account}:user/auditor is not authorized to perform: cloudformation:${operation}`,
        403,
      );
    }
    return found;
  }

  function page<T>(items: readonly T[], { NextToken }: Params) {
    const start = Number(NextToken ?? 0);
    const end = start + state.pageSize;
    return { items: items.slice(start, end), ...(end < items.length && { NextToken: String(end) }) };
  }

  const operations: Operations = {
    ListStacks(params, region) {
      const wanted = params['StackStatusFilter'] as readonly string[];
      const known = state.regions.get(region) ?? [];
      const listed = known.filter(({ status = 'CREATE_COMPLETE' }) => wanted.includes(status));
      const { items, ...next } = page(listed, params);
      const StackSummaries = items.map(({ name, status = 'CREATE_COMPLETE' }) => ({
        StackId: stackId(name, region, account),
        StackName: name,
        StackStatus: status,
        CreationTime: new Date('2026-01-01T00:00:00Z'),
      }));
      return { StackSummaries, ...next };
    },
    ListStackResources(params, region) {
      const { name, names, resources } = stackOf('ListStackResources', params, region);
      const { items, ...next } = page(Object.entries(resources), params);
      const StackResourceSummaries = items.map(([LogicalResourceId, resource]) => {
        const [ResourceType, ResourceStatus] =
          typeof resource === 'string' ? [resource, 'CREATE_COMPLETE'] : resource;
        const LastUpdatedTimestamp = new Date('2026-01-01T00:00:00Z');
        const physicalName = (names?.[LogicalResourceId] ?? `${name}-${LogicalResourceId}`).toLowerCase();
        const PhysicalResourceId =
          ResourceType === endpointConfig
            ? `arn:aws:sagemaker:${region}:${account}:endpoint-config/${physicalName}`
            : physicalName;
        return { LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus, LastUpdatedTimestamp };
      });
      return { StackResourceSummaries, ...next };
    },
    GetTemplate(params, region) {
      const { template, stages } = stackOf('GetTemplate', params, region);
      return { TemplateBody: template, StagesAvailable: stages ?? ['Original', 'Processed'] };
    },
    DescribeStacks(params, region) {
      const stack = stackOf('DescribeStacks', params, region);
      const Parameters = Object.entries(stack.parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
        ResolvedValue: stack.resolved?.[ParameterKey],
      }));
      return {
        Stacks: [
          {
            StackId: stackId(stack.name, region, account),
            StackName: stack.name,
            StackStatus: stack.deletedFrom === 'described' ? 'DELETE_COMPLETE' : 'CREATE_COMPLETE',
            CreationTime: new Date('2026-01-01T00:00:00Z'),
            Parameters,
          },
        ],
      };
    },
  };
  return { state, operations };
}

export const endpointConfig = 'AWS::SageMaker::EndpointConfig';

/** A stack with one endpoint configuration, `Config`, of these properties. */
export function configStack(
  name: string,
  properties: object,
  more: Partial<FakeStack> & { readonly sections?: object } = {},
): FakeStack {
  const { sections = {}, ...rest } = more;
  const template = JSON.stringify(
    { ...sections, Resources: { Config: { Type: endpointConfig, Properties: properties } } },
    null,
    2,
  );
  return { name, template, resources: { Config: endpointConfig }, ...rest };
}

export const key = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
export const onVolume = { ProductionVariants: [{ VariantName: 'a', InstanceType: 'ml.m5.large' }] };
export const onLocalStorage = { ProductionVariants: [{ VariantName: 'a', InstanceType: 'ml.g5.xlarge' }] };
