/** From the hook that is there, if any, to the one that is wanted. */
import {
  emptyConfiguration,
  excludingStacks,
  type FailureMode,
  hookOf,
  knownSettings,
  type Settings,
  sameJson,
  type TargetOperation,
  targetFilters,
  targetOperations,
  withSettings,
} from '../../aws/hook-configuration.js';
import { type GuardHook, lambdaHook } from '../../aws/names.js';
import {
  type AccountHook,
  activateType,
  type RegistryRequest,
  setTypeConfiguration,
} from '../../aws/registry.js';
import { UsageError } from '../command.js';
import type { Change } from './change.js';

/** What was asked, checked as far as it can be without AWS. */
export interface Wanted {
  readonly functionArn: string;
  readonly roleArn: string;
  readonly mode: FailureMode | undefined;
  readonly excludedStacks: readonly string[];
  readonly hooks: readonly WantedHook[];
}

export interface WantedHook {
  readonly kind: GuardHook;
  readonly alias: string;
  /** Absent where none was named: those that are there stay. */
  readonly targets: readonly TargetOperation[] | undefined;
}

/** Every target that one of the two hooks can have. */
export function allTargets(kind: GuardHook): TargetOperation[] {
  return targetOperations.filter((target) => hookOf(target) === kind);
}

/**
 * The change that makes the hook as wanted; it has no requests where it is so already.
 * @throws UsageError where the alias belongs to something else.
 */
export function activation(
  wanted: Wanted,
  hook: WantedHook,
  present: AccountHook | undefined,
): Change<RegistryRequest> {
  const { alias } = hook;
  if (present !== undefined && present.originalTypeName !== lambdaHook.typeName) {
    throw new UsageError(
      `${alias} is taken by ${present.originalTypeName ?? 'a type registered in this account'}: choose another --alias`,
    );
  }
  const before = present?.configuration;
  const after = withSettings(
    before ?? emptyConfiguration,
    wantedSettings(wanted, hook, knownSettings(before ?? {})),
  );
  const roleChanges = present?.executionRoleArn !== wanted.roleArn;
  const requests = [
    ...(roleChanges ? [activateType(alias, wanted.roleArn)] : []),
    ...(sameJson(before, after) ? [] : [setTypeConfiguration(alias, after)]),
  ];
  const status = knownSettings(after).HookInvocationStatus === 'DISABLED' ? ', and still disabled' : '';
  return {
    alias,
    before: present === undefined ? undefined : { ExecutionRoleArn: present.executionRoleArn, ...before },
    after: { ExecutionRoleArn: wanted.roleArn, ...after },
    requests,
    done: requests.length === 0 ? `is as asked already${status}` : `is activated${status}`,
  };
}

function wantedSettings(
  { functionArn, mode, excludedStacks }: Wanted,
  hook: WantedHook,
  present: Settings,
): Settings {
  const targets = hook.targets ?? present.TargetOperations ?? allTargets(hook.kind);
  // Filters that somebody refined stay, unless the hook now gets targets of the other kind.
  const otherKind =
    present.TargetOperations?.some((target) => hookOf(target) !== hook.kind) === true &&
    hook.targets !== undefined;
  const filters = otherKind ? undefined : present.TargetFilters;
  return {
    HookInvocationStatus: present.HookInvocationStatus ?? 'ENABLED',
    TargetOperations: targets,
    FailureMode: mode ?? present.FailureMode ?? 'FAIL',
    Properties: { ...present.Properties, LambdaFunction: functionArn },
    TargetFilters: filters ?? targetFilters(hook.kind),
    ...(excludedStacks.length > 0 && { StackFilters: excludingStacks(present.StackFilters, excludedStacks) }),
  };
}
