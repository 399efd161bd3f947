/** From the hook that is there, if any, to the one that is wanted. */
import {
  type AccountHook,
  activateType,
  emptyConfiguration,
  excludingStacks,
  type FailureMode,
  type GuardHook,
  hookTargets,
  ignoredStackFilters,
  knownSettings,
  lambdaHook,
  type RegistryRequest,
  type Settings,
  sameJson,
  setTypeConfiguration,
  type TargetOperation,
  targetFilters,
  withSettings,
} from '../../aws/index.js';
import { UsageError } from '../command.js';
import type { Change } from './apply-changes.js';

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
  const settings = knownSettings(after);
  const status = settings.HookInvocationStatus === 'DISABLED' ? ', and still disabled' : '';
  const note = ignoredStackFilters(settings);
  return {
    alias,
    before: present === undefined ? undefined : { ExecutionRoleArn: present.executionRoleArn, ...before },
    after: { ExecutionRoleArn: wanted.roleArn, ...after },
    requests,
    ...(note !== undefined && { note }),
    done: requests.length === 0 ? `is as asked already${status}` : `is activated${status}`,
  };
}

function wantedSettings(wanted: Wanted, hook: WantedHook, present: Settings): Settings {
  const { functionArn, mode, excludedStacks } = wanted;
  const targets = wantedTargets(wanted, hook, present);
  // Filters that somebody refined stay, unless they are of a hook that named resource types where this one may not,
  // or the other way round.
  const wasForStacks = present.TargetOperations?.some((target) => hookTargets.stack.includes(target));
  const fits = wasForStacks === undefined || wasForStacks === (hook.kind === 'stack') || !hook.targets;
  const filters = fits ? present.TargetFilters : undefined;
  // A hook that targets Cloud Control has no use for them.
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

/** The targets that were named; else those that are there, without those that another hook of this call takes over. */
function wantedTargets(
  { hooks }: Wanted,
  hook: WantedHook,
  { TargetOperations }: Settings,
): readonly TargetOperation[] {
  if (hook.targets !== undefined) return hook.targets;
  const others = hooks.filter((other) => other !== hook);
  const taken = others.flatMap(({ kind, targets }) => targets ?? hookTargets[kind]);
  const kept = TargetOperations?.filter((target) => !taken.includes(target)) ?? [];
  return kept.length > 0 ? kept : hookTargets[hook.kind];
}
