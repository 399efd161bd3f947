/**
 * AWS's names. The formats of partitions, Regions and ARNs are in `template/partitions.ts`, since the evaluation of
 * templates needs them too.
 */
import { arnParts } from '../template/index.js';

export { partitionOf } from '../template/index.js';

/** AWS's own hook type that calls a Lambda function. An account activates it under an alias of its own. */
export const lambdaHook = { typeName: 'AWS::Hooks::LambdaHook', publisherId: 'aws-hooks' } as const;

/** The form of an account's ID. Only AWS knows whether it exists. */
export const accountId = new RegExp(`^${arnParts.account}$`);

/** The region that an ARN names. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** The account that an ARN names. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** The Region that the environment names. The SDK finds the profile's Region itself. */
export function regionOfEnvironment(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined;
}

/**
 * The default aliases of the guard's hooks. There are three hooks, since CloudFormation ignores the stack filters of a
 * hook that targets Cloud Control, and does not call a hook with a target filter, which names resource types, for whole
 * stacks. Source: "Stack filters" and "Target filters" in the CloudFormation Hooks User Guide.
 */
export const guardAliases = {
  resource: 'Guard::SageMaker::EndpointKms',
  cloudControl: 'Guard::SageMaker::EndpointKmsCloudControl',
  stack: 'Guard::SageMaker::EndpointKmsStack',
} as const;

export type GuardHook = keyof typeof guardAliases;
