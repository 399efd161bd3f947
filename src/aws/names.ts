/**
 * AWS's names, and checks whether a text is such a name. The formats of partitions, Regions and ARNs are in
 * `template/partitions.ts`, since the evaluation of templates needs them too.
 */
import { arnParts, arnPattern } from '../template/index.js';

export { partitionOf } from '../template/index.js';

/** AWS's own hook type that calls a Lambda function. An account activates it under an alias of its own. */
export const lambdaHook = { typeName: 'AWS::Hooks::LambdaHook', publisherId: 'aws-hooks' } as const;

/** The form of a Region's name and of an account's ID. Only AWS knows whether they exist. */
export const regionName = new RegExp(`^${arnParts.region}$`);
export const accountId = new RegExp(`^${arnParts.account}$`);

// A Lambda Hook accepts a function with or without a version or an alias, in at most 170 characters.
const functionArn = new RegExp(
  `^${arnPattern('lambda')}function:[A-Za-z0-9_-]{1,64}(?::(?:\\$LATEST|[A-Za-z0-9_-]{1,128}))?$`,
);
const roleArn = new RegExp(`^${arnPattern('iam', '')}role/[\\w+=,.@/-]{1,512}$`);
const alias = /^[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}::[A-Za-z0-9]{2,64}$/;

/** What is wrong with the ARN of a function; undefined where it is valid. */
export function functionArnProblem(text: string): string | undefined {
  if (text.length > 170) return `has ${text.length} characters, and a hook takes 170 at most`;
  if (functionArn.test(text)) return undefined;
  return 'is not the ARN of a Lambda function (arn:aws:lambda:REGION:ACCOUNT:function:NAME, optionally with :VERSION or :ALIAS)';
}

/** What is wrong with the ARN of an execution role; undefined where it is valid. */
export function roleArnProblem(text: string): string | undefined {
  if (text.length > 256) return `has ${text.length} characters, and an execution role's ARN 256 at most`;
  return roleArn.test(text) ? undefined : 'is not the ARN of an IAM role (arn:aws:iam::ACCOUNT:role/NAME)';
}

/** What is wrong with a hook's alias; undefined where it is valid. */
export function aliasProblem(text: string): string | undefined {
  if (/^aws/i.test(text)) return 'begins with "aws", which is reserved for AWS';
  return alias.test(text)
    ? undefined
    : 'is not of the form Name1::Name2::Name3, each 2 to 64 letters or digits';
}

/** What is wrong with a Region's name; undefined where it is valid. */
export function regionProblem(text: string): string | undefined {
  return regionName.test(text) ? undefined : 'is not the name of an AWS region (such as eu-west-1)';
}

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
