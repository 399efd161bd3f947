/** The only folder that calls AWS. The first call loads the SDK, an import never does. */
export { type ClientOptions, cloudFormation, organizations, sageMaker, sts } from './client.js';
export {
  configurationKey,
  type EndpointConfiguration,
  endpointConfigurations,
  endpoints,
  type Unreadable,
} from './endpoint-configurations.js';
export { AwsFailure, concernsEveryCall, explain } from './failure.js';
export {
  emptyConfiguration,
  excludingStacks,
  type FailureMode,
  failureModes,
  type HookSettings,
  hookSettings,
  hookTargets,
  ignoredStackFilters,
  knownSettings,
  type TargetOperation,
  targetFilters,
  targetOperations,
  withSettings,
} from './hook-configuration.js';
export {
  type AccountHook,
  activateType,
  deactivateType,
  findHook,
  type RegistryRequest,
  send,
  setTypeConfiguration,
} from './hook-registry.js';
export {
  type HookResult,
  type HookStatus,
  hookStatuses,
  listHookResults,
  type ResultsQuery,
  type ResultTargetType,
  resultTargetTypes,
  withDetails,
} from './hook-results.js';
export {
  createKeyDirectory,
  type DescribeKey,
  describeKeyWith,
  KeyLookupError,
} from './keys.js';
export {
  aliasProblem,
  functionArnProblem,
  regionName,
  regionProblem,
  roleArnProblem,
} from './name-problems.js';
export {
  accountId,
  accountOf,
  type GuardHook,
  guardAliases,
  lambdaHook,
  partitionOf,
  regionOf,
  regionOfEnvironment,
} from './names.js';
export {
  callerAccount,
  enterAccount,
  type OrganizationAccount,
  organizationAccounts,
} from './organization.js';
export { createPolicyStore } from './policy-store.js';
export { regionsBeside } from './regions.js';
export { type ObjectReader, readS3Object } from './s3-object.js';
export { PolicySourceError } from './s3-policy.js';
export {
  isGone,
  listStacks,
  placeOfStack,
  resourcesOfStack,
  type StackParameter,
  type StackPlace,
  type StackResource,
  type StackSource,
  type StackSummary,
  sourceOfStack,
} from './stacks.js';
