/** What SageMaker has in an account, as far as an audit sees it: the operations, and the state behind them. */
import { Fault, type Operations, type Params } from './aws-server.js';

export interface FakeConfiguration {
  readonly name: string;
  /** What DescribeEndpointConfig answers besides name, ARN and time. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** It is listed, and gone when it is asked about. */
  readonly isDeleted?: true;
  /** The caller may not describe it. */
  readonly isDenied?: true;
}

export interface FakeEndpoint {
  readonly name: string;
  readonly configuration: string;
  /** The configuration that an update is moving it to. */
  readonly pending?: string;
  readonly status?: string;
  readonly isDeleted?: true;
}

export interface SageMakerState {
  configurations: readonly FakeConfiguration[];
  endpoints: readonly FakeEndpoint[];
}

const time = new Date('2026-01-01T00:00:00Z');

const variants = [{ VariantName: 'all', ModelName: 'model', InstanceType: 'ml.m5.large' }];

export function sageMakerService(account = '111122223333'): {
  readonly state: SageMakerState;
  readonly operations: Operations;
} {
  /** SageMaker writes names in small letters in an ARN. */
  const arn = (kind: string, name: string, region: string) =>
    `arn:aws:sagemaker:${region}:${account}:${kind}/${name.toLowerCase()}`;

  const state: SageMakerState = { configurations: [], endpoints: [] };

  function page<T>(items: readonly T[], { NextToken, MaxResults = 10 }: Params) {
    const start = Number(NextToken ?? 0);
    const end = start + Number(MaxResults);
    return { items: items.slice(start, end), ...(end < items.length && { NextToken: String(end) }) };
  }

  function found<T extends { readonly name: string; readonly isDeleted?: true }>(
    items: readonly T[],
    name: unknown,
    what: string,
  ): T {
    const item = items.find((each) => each.name === name);
    if (item === undefined || item.isDeleted)
      throw new Fault('ValidationException', `Could not find ${what} "${name}".`);
    return item;
  }

  const operations: Operations = {
    ListEndpointConfigs(params, region) {
      const { items, ...next } = page(state.configurations, params);
      const EndpointConfigs = items.map(({ name }) => ({
        EndpointConfigName: name,
        EndpointConfigArn: arn('endpoint-config', name, region),
        CreationTime: time,
      }));
      return { EndpointConfigs, ...next };
    },
    DescribeEndpointConfig({ EndpointConfigName }, region) {
      const item = found(state.configurations, EndpointConfigName, 'endpoint configuration');
      if (item.isDenied) {
        const message = `User: u is not authorized to perform: sagemaker:DescribeEndpointConfig on ${item.name}`;
        throw new Fault('AccessDeniedException', message);
      }
      return {
        EndpointConfigName: item.name,
        EndpointConfigArn: arn('endpoint-config', item.name, region),
        CreationTime: time,
        ProductionVariants: variants,
        ...item.properties,
      };
    },
    ListEndpoints(params, region) {
      const { items, ...next } = page(state.endpoints, params);
      const Endpoints = items.map(({ name, status = 'InService' }) => ({
        EndpointName: name,
        EndpointArn: arn('endpoint', name, region),
        EndpointStatus: status,
        CreationTime: time,
        LastModifiedTime: time,
      }));
      return { Endpoints, ...next };
    },
    DescribeEndpoint({ EndpointName }, region) {
      const item = found(state.endpoints, EndpointName, 'endpoint');
      return {
        EndpointName: item.name,
        EndpointArn: arn('endpoint', item.name, region),
        EndpointConfigName: item.configuration,
        EndpointStatus: item.status ?? 'InService',
        CreationTime: time,
        LastModifiedTime: time,
        ...(item.pending !== undefined && {
          PendingDeploymentSummary: { EndpointConfigName: item.pending },
        }),
      };
    },
  };
  return { state, operations };
}
