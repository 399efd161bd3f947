/** Plans the requests that activate a hook, or that turn the existing one into the wanted one. */
import { isDeepStrictEqual } from 'node:util';
import {
  type AccountHook,
  activateType,
  emptyConfiguration,
  excludingStacks,
  type FailureMode,
  type GuardHook,
  type HookSettings,
  hookTargets,
  ignoredStackFilters,
  knownSettings,
  lambdaHook,
  setTypeConfiguration,
  type TargetOperation,
  targetFilters,
  withSettings,
} from '../../aws/index.js';
import { UsageError } from '../command.js';
import type { AccountChange } from './apply-changes.js';

/** The wanted state, from the options. It is validated without calling AWS. */
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
  /** Absent where --target names none of this hook's targets. Then the present targets stay. */
  readonly targets: readonly TargetOperation[] | undefined;
}

/**
 * The change of one hook, without requests where nothing changes.
 * @throws UsageError where the alias belongs to another hook
 */
export function activation(
  wanted: Wanted,
  hook: WantedHook,
  present: AccountHook | undefined,
): AccountChange {
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
    ...(isDeepStrictEqual(before, after) ? [] : [setTypeConfiguration(alias, after)]),
  ];
  const settings = knownSettings(after);
  const status = settings.HookInvocationStatus === 'DISABLED' ? ', and still disabled' : '';
  const note = ignoredStackFilters(settings);
  return {
    alias,
    before: present === undefined ? undefined : { ExecutionRoleArn: present.executionRoleArn, ...before },
    after: { ExecutionRoleArn: wanted.roleArn, ...after },
    requests,
    ...(note !== undefined && { note }),
    done: requests.length === 0 ? `is already as requested${status}` : `is activated${status}`,
  };
}

function wantedSettings(wanted: Wanted, hook: WantedHook, present: HookSettings): HookSettings {
  const { functionArn, mode, excludedStacks } = wanted;
  const targets = wantedTargets(wanted, hook, present);
  // The owner's filters stay, unless the hook changes between resources, for which a filter may name types, and whole
  // stacks, for which it may not.
  const wasForStacks = present.TargetOperations?.some((target) => hookTargets.stack.includes(target));
  const fits = wasForStacks === undefined || wasForStacks === (hook.kind === 'stack') || !hook.targets;
  const filters = fits ? present.TargetFilters : undefined;
  // CloudFormation ignores the stack filters of a hook that targets Cloud Control.
  const excluded = hook.kind === 'cloudControl' ? [] : excludedStacks;
  return {
    HookInvocationStatus: present.HookInvocationStatus ?? 'ENABLED',
    TargetOperations: targets,
    FailureMode: mode ?? present.FailureMode ?? 'FAIL',
    Properties: { ...present.Properties, LambdaFunction: functionArn },
    TargetFilters: filters ?? targetFilters(hook.kind),
    ...(excluded.length > 0 && { StackFilters: excludingStacks(present.StackFilters, excluded) }),
  };
}

/** The targets that --target names; else the present ones, without those that another hook of this call takes over. */
function wantedTargets(
  { hooks }: Wanted,
  hook: WantedHook,
  { TargetOperations }: HookSettings,
): readonly TargetOperation[] {
  if (hook.targets !== undefined) return hook.targets;
  const others = hooks.filter((other) => other !== hook);
  const taken = others.flatMap(({ kind, targets }) => targets ?? hookTargets[kind]);
  const kept = TargetOperations?.filter((target) => !taken.includes(target)) ?? [];
  return kept.length > 0 ? kept : hookTargets[hook.kind];
}
