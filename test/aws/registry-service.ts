/** An account's registry of hooks, as far as the hook commands see it: the operations, and the state behind them. */
import { Fault, type Operations, type Params } from './cloudformation-server.js';

export interface RegisteredHook {
  readonly alias: string;
  readonly originalTypeName: string | undefined;
  roleArn: string | undefined;
  version: string;
  configuration: string | undefined;
}

export interface HookInvocation {
  readonly id: string;
  readonly hook: string;
  readonly status: string;
  readonly invokedAt: string;
  readonly reason?: string;
  readonly targetType?: string;
  readonly targetId?: string;
  readonly failureMode?: string;
  readonly annotations?: readonly Readonly<Record<string, string>>[];
}

export interface RegistryState {
  readonly hooks: Map<string, RegisteredHook>;
  invocations: HookInvocation[];
  /** Results a page. */
  pageSize: number;
  /** CloudFormation tells a missing configuration by an error of the call, or in the answer. */
  missingConfiguration: 'error' | 'listed' | 'unprocessed';
}

const account = '111122223333';

export function typeArn(alias: string, region = 'eu-west-1'): string {
  return `arn:aws:cloudformation:${region}:${account}:type/hook/${alias.replaceAll('::', '-')}`;
}

export function registryService(): { readonly state: RegistryState; readonly operations: Operations } {
  const state: RegistryState = {
    hooks: new Map(),
    invocations: [],
    pageSize: 100,
    missingConfiguration: 'error',
  };

  function hook(params: Params): RegisteredHook {
    const name = String(params['TypeName']);
    const found = state.hooks.get(name);
    if (found === undefined)
      throw new Fault('TypeNotFoundException', `The type '${name}' cannot be found.`, 404);
    return found;
  }

  const operations: Operations = {
    ActivateType(params, region) {
      if (params['TypeName'] !== 'AWS::Hooks::LambdaHook' || params['PublisherId'] !== 'aws-hooks') {
        throw new Fault('TypeNotFoundException', `The type ${params['TypeName']} cannot be found.`, 404);
      }
      const alias = String(params['TypeNameAlias']);
      const present = state.hooks.get(alias);
      const roleArn = String(params['ExecutionRoleArn']);
      if (present === undefined) {
        const originalTypeName = 'AWS::Hooks::LambdaHook';
        state.hooks.set(alias, {
          alias,
          originalTypeName,
          roleArn,
          version: '1.2.0',
          configuration: undefined,
        });
      } else present.roleArn = roleArn;
      return { Arn: typeArn(alias, region) };
    },
    DeactivateType(params) {
      const { alias, configuration } = hook(params);
      if (configuration?.includes('"HookInvocationStatus":"ENABLED"')) {
        throw new Fault('CFNRegistryException', `${alias} is still enabled`);
      }
      state.hooks.delete(alias);
    },
    SetTypeConfiguration(params, region) {
      const found = hook(params);
      const text = String(params['Configuration']);
      JSON.parse(text);
      found.configuration = text;
      return {
        ConfigurationArn: `${typeArn(found.alias, region).replace(':type/', ':type-configuration/')}/default`,
      };
    },
    BatchDescribeTypeConfigurations(params, region) {
      const [identifier] = params['TypeConfigurationIdentifiers'] as Params[];
      const { alias, configuration: Configuration } = hook(identifier ?? {});
      if (state.missingConfiguration === 'unprocessed')
        return { UnprocessedTypeConfigurations: [identifier] };
      if (Configuration === undefined) {
        const ErrorMessage = `no configuration for ${alias}`;
        if (state.missingConfiguration === 'error')
          throw new Fault('TypeConfigurationNotFoundException', ErrorMessage, 404);
        return { Errors: [{ ErrorCode: '404', ErrorMessage, TypeConfigurationIdentifier: identifier }] };
      }
      const Arn = `${typeArn(alias, region).replace(':type/', ':type-configuration/')}/default`;
      const LastUpdated = new Date('2026-11-01T08:00:00Z');
      const detail = {
        Arn,
        Alias: 'default',
        Configuration,
        LastUpdated,
        TypeArn: typeArn(alias, region),
        TypeName: alias,
      };
      return { TypeConfigurations: [detail] };
    },
    DescribeType(params, region) {
      const { alias, originalTypeName: OriginalTypeName, roleArn: ExecutionRoleArn, version } = hook(params);
      return {
        Arn: typeArn(alias, region),
        Type: 'HOOK',
        TypeName: alias,
        ExecutionRoleArn,
        Visibility: 'PRIVATE',
        ...(OriginalTypeName === undefined
          ? { DefaultVersionId: '00000001' }
          : {
              OriginalTypeName,
              IsActivated: true,
              AutoUpdate: true,
              PublicVersionNumber: version,
              LatestPublicVersion: '1.3.0',
            }),
      };
    },
    ListTypes(_params, region) {
      const TypeSummaries = [...state.hooks.values()].map(
        ({ alias, originalTypeName: OriginalTypeName }) => ({
          Type: 'HOOK',
          TypeName: alias,
          TypeArn: typeArn(alias, region),
          OriginalTypeName,
        }),
      );
      return { TypeSummaries };
    },
    ListHookResults({ TypeArn, Status, TargetType, TargetId, NextToken }, region) {
      if (Status !== undefined && TypeArn === undefined)
        throw new Fault('ValidationError', 'Status needs TypeArn');
      const found = state.invocations.filter(
        (invocation) =>
          (TypeArn === undefined || typeArn(invocation.hook, region) === TypeArn) &&
          (Status === undefined || invocation.status === Status) &&
          (TargetType === undefined ||
            (invocation.targetType === TargetType && invocation.targetId === TargetId)),
      );
      const start = Number(NextToken ?? 0);
      const end = start + state.pageSize;
      return {
        TargetType,
        TargetId,
        HookResults: found.slice(start, end).map((invocation) => summary(invocation, region)),
        ...(end < found.length && { NextToken: String(end) }),
      };
    },
    GetHookResult({ HookResultId }, region) {
      const found = state.invocations.find(({ id }) => id === HookResultId);
      if (found?.annotations === undefined)
        throw new Fault('HookResultNotFoundException', `no ${HookResultId}`, 404);
      const { TargetType: _type, TargetId: _id, ...rest } = summary(found, region);
      return { ...rest, Annotations: found.annotations };
    },
  };
  return { state, operations };
}

function summary(invocation: HookInvocation, region: string) {
  return {
    HookResultId: invocation.id,
    InvocationPoint: 'PRE_PROVISION',
    FailureMode: invocation.failureMode,
    TypeName: invocation.hook,
    TypeArn: typeArn(invocation.hook, region),
    Status: invocation.status,
    HookStatusReason: invocation.reason,
    InvokedAt: new Date(invocation.invokedAt),
    TargetType: invocation.targetType,
    TargetId: invocation.targetId,
  };
}
