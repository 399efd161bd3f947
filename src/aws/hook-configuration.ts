/** Reads and changes a hook's configuration in an account: a JSON text that SetTypeConfiguration replaces as a whole. */

import { rule } from '../decision/index.js';
import { isRawMap } from '../template/index.js';
import { AwsFailure } from './failure.js';
import type { GuardHook } from './names.js';

export const failureModes = ['FAIL', 'WARN'] as const;
export type FailureMode = (typeof failureModes)[number];

export const targetOperations = ['RESOURCE', 'CLOUD_CONTROL', 'STACK', 'CHANGE_SET'] as const;
export type TargetOperation = (typeof targetOperations)[number];

/** Any JSON object. A change keeps members that this version does not know. */
export type Members = Readonly<Record<string, unknown>>;

/** The members of `HookConfiguration` that the guard writes. */
export interface HookSettings {
  readonly HookInvocationStatus?: 'ENABLED' | 'DISABLED';
  readonly FailureMode?: FailureMode;
  readonly TargetOperations?: readonly TargetOperation[];
  readonly Properties?: Members;
  readonly TargetFilters?: Members;
  readonly StackFilters?: Members;
}

/** The targets of each of the guard's hooks. */
export const hookTargets: Readonly<Record<GuardHook, readonly TargetOperation[]>> = {
  resource: ['RESOURCE'],
  cloudControl: ['CLOUD_CONTROL'],
  stack: ['STACK', 'CHANGE_SET'],
};

/** Why the stack filters of these settings have no effect; undefined where they have one. */
export function ignoredStackFilters({ StackFilters, TargetOperations }: HookSettings): string | undefined {
  if (StackFilters === undefined || TargetOperations?.includes('CLOUD_CONTROL') !== true) return undefined;
  return 'CloudFormation ignores the stack filters of a hook that targets CLOUD_CONTROL';
}

/**
 * The target filters of a hook. They leave out deletions, since the guard never blocks one. A change set's only action is
 * CREATE.
 * Source: CloudFormation Hooks User Guide, target filters.
 */
export function targetFilters(hook: GuardHook): Members {
  const common = { Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] };
  return hook === 'stack' ? common : { TargetNames: [rule.resourceType], ...common };
}

/**
 * The filters, with these stacks excluded too. They should include the hook's own stack, since a broken hook would
 * otherwise block its own repair.
 */
export function excludingStacks(filters: unknown, names: readonly string[]): Members {
  const present = isRawMap(filters) ? filters : {};
  const stackNames = isRawMap(present['StackNames']) ? present['StackNames'] : {};
  const excluded: unknown = stackNames['Exclude'];
  const Exclude = [...new Set([...(Array.isArray(excluded) ? excluded : []), ...names])];
  return { FilteringCriteria: 'ALL', ...present, StackNames: { ...stackNames, Exclude } };
}

/** A configuration document without any settings, in CloudFormation's form. */
export const emptyConfiguration: Members = { CloudFormationConfiguration: { HookConfiguration: {} } };

/**
 * Reads the text that CloudFormation stores.
 * @throws AwsFailure where it is not a JSON object, since a change would lose its content
 */
export function parseConfiguration(text: string): Members {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw unusable('JSON', { cause });
  }
  if (!isRawMap(document)) throw unusable('a JSON object');
  return document;
}

function unusable(what: string, options?: ErrorOptions): AwsFailure {
  const message = `the hook's present configuration is not ${what}; set it anew in the console`;
  return new AwsFailure('refused', message, options);
}

/** The members of `HookConfiguration`; empty where there are none. */
export function hookSettings(document: Members): Members {
  const outer = document['CloudFormationConfiguration'];
  const inner = isRawMap(outer) ? outer['HookConfiguration'] : undefined;
  return isRawMap(inner) ? inner : {};
}

/** The settings that this version knows, without those that have an unknown form. */
export function knownSettings(document: Members): HookSettings {
  const found = hookSettings(document);
  const { HookInvocationStatus, FailureMode, TargetOperations, Properties, TargetFilters, StackFilters } =
    found;
  const operations = Array.isArray(TargetOperations) ? TargetOperations : [TargetOperations];
  return {
    ...((HookInvocationStatus === 'ENABLED' || HookInvocationStatus === 'DISABLED') && {
      HookInvocationStatus,
    }),
    ...(isOneOf(FailureMode, failureModes) && { FailureMode }),
    ...(operations.every((operation) => isOneOf(operation, targetOperations)) && {
      TargetOperations: operations,
    }),
    ...(isRawMap(Properties) && { Properties }),
    ...(isRawMap(TargetFilters) && { TargetFilters }),
    ...(isRawMap(StackFilters) && { StackFilters }),
  };
}

function isOneOf<const T extends string>(value: unknown, words: readonly T[]): value is T {
  return words.some((word) => word === value);
}

/** The document with these settings changed. Every other member keeps its value and its position. */
export function withSettings(document: Members, settings: HookSettings): Members {
  const outer = document['CloudFormationConfiguration'];
  const HookConfiguration = { ...hookSettings(document), ...settings };
  return {
    ...document,
    CloudFormationConfiguration: { ...(isRawMap(outer) ? outer : {}), HookConfiguration },
  };
}
