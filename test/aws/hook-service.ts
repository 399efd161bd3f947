/** An account's registry of hooks, as far as the hook commands see it: the operations, and the state behind them. */
import { Fault, type Operations, type Params } from './aws-server.js';

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
  /** The stack's ARN, or the request token of a Cloud Control operation. */
  readonly executionTarget?: string;
  readonly targetType?: string;
  readonly targetId?: string;
  /** What was judged, as GetHookResult names it. */
  readonly resource?: { readonly TargetTypeName: string; readonly TargetId: string; readonly Action: string };
  readonly failureMode?: string;
  readonly annotations?: readonly Readonly<Record<string, string>>[];
}

export interface RegistryState {
  readonly hooks: Map<string, RegisteredHook>;
  invocations: HookInvocation[];
  /** Results a page. */
  pageSize: number;
  /**
   * How a hook without a configuration is answered: as an exception or in the list of errors. The others are look-ups
   * that failed, whether there is a configuration or not.
   */
  configurationLookUp: 'exception' | 'listed' | 'unprocessed' | 'failed' | 'silent';
}

const account = '111122223333';

function typeArn(alias: string, region = 'eu-west-1'): string {
  return `arn:aws:cloudformation:${region}:${account}:type/hook/${alias.replaceAll('::', '-')}`;
}

export function registryService(): { readonly state: RegistryState; readonly operations: Operations } {
  const state: RegistryState = {
    hooks: new Map(),
    invocations: [],
    pageSize: 100,
    configurationLookUp: 'exception',
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
      const { configurationLookUp } = state;
      if (configurationLookUp === 'silent') return {};
      if (configurationLookUp === 'unprocessed') return { UnprocessedTypeConfigurations: [identifier] };
      if (configurationLookUp === 'failed') {
        const error = { ErrorCode: 'InternalFailure', ErrorMessage: 'An internal error occurred' };
        return { Errors: [{ ...error, TypeConfigurationIdentifier: identifier }] };
      }
      if (Configuration === undefined) {
        const ErrorCode = 'TypeConfigurationNotFoundException';
        const ErrorMessage = `no configuration for ${alias}`;
        if (configurationLookUp === 'exception') throw new Fault(ErrorCode, ErrorMessage, 404);
        return { Errors: [{ ErrorCode, ErrorMessage, TypeConfigurationIdentifier: identifier }] };
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
        Arn: `${typeArn(alias, region)}/00000001`,
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
    ListHookResults({ TypeArn, Status, TargetType, TargetId, NextToken }, region) {
      if (Status !== undefined && TypeArn === undefined)
        throw new Fault('ValidationError', 'Status needs TypeArn');
      if (TargetType !== undefined && TargetType !== 'CHANGE_SET' && TargetType !== 'CLOUD_CONTROL')
        throw new Fault('ValidationError', `TargetType ${TargetType} is not supported`);
      if (/\/\d{8}$/.test(String(TypeArn))) throw new Fault('ValidationError', `${TypeArn} has a version`);
      const found = state.invocations.filter(
        (invocation) =>
          (TypeArn === undefined || typeArn(invocation.hook, region) === TypeArn) &&
          (Status === undefined || invocation.status === Status) &&
          (TargetType === undefined ||
            (invocation.targetType === TargetType && invocation.targetId === TargetId)),
      );
      if (TargetType !== undefined && found.length === 0)
        throw new Fault('HookResultNotFoundException', `no results for ${TargetId}`, 404);
      const start = Number(NextToken ?? 0);
      const end = start + state.pageSize;
      return {
        TargetType,
        TargetId,
        HookResults: found.slice(start, end).map((invocation) => ({
          ...summary(invocation, region),
          // Of a target's results the time and the stack or request are left out.
          ...(TargetType !== undefined && { InvokedAt: undefined, HookExecutionTarget: undefined }),
        })),
        ...(end < found.length && { NextToken: String(end) }),
      };
    },
    GetHookResult({ HookResultId }, region) {
      const found = state.invocations.find(({ id }) => id === HookResultId);
      if (found?.annotations === undefined)
        throw new Fault('HookResultNotFoundException', `no ${HookResultId}`, 404);
      const { TargetType: _type, TargetId: _id, HookExecutionTarget: _, ...rest } = summary(found, region);
      const Target = found.resource && { TargetType: 'RESOURCE', ...found.resource };
      return { ...rest, Target, Annotations: found.annotations };
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
    HookExecutionTarget: invocation.executionTarget,
    TargetType: invocation.targetType,
    TargetId: invocation.targetId,
  };
}
